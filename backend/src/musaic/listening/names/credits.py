"""Who is credited: artist strings and titles taken apart, only where the words say so.

A bare comma or ampersand never splits an act: "Simon & Garfunkel" and "Crosby, Stills, Nash &
Young" are one each. They do split a list that is introduced by "feat." and the like.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from musaic.catalog.public import comparison_key

# Tells whether a comparison key is an act of its own.
Known = Callable[[str], bool]

# Acts whose names look like lists. The user's own history and rules know more.
ACTS = frozenset(
    {
        "ac//dc",
        "blood, sweat & tears",
        "crosby, stills & nash",
        "crosby, stills, nash & young",
        "earth, wind & fire",
        "emerson, lake & palmer",
        "hall & oates",
        "peter, paul & mary",
        "peter, paul and mary",
        "simon & garfunkel",
        "sleeping with sirens",
        "tyler, the creator",
    }
)

_FEAT = r"feat(?:\.|(?=\s)(?!\s+of\b))|ft\.?(?=\s)|featuring(?=\s)|при\s+уч(?:астии|\.)|совместно\s+с(?=\s)"
_INNER = r"((?:[^()\[\]{}]|\([^()]*\))+?)"
_OPEN, _CLOSE = r"\s*[(\[{]\s*", r"\s*[)\]}]"
_IN_BRACKETS = re.compile(rf"{_OPEN}(?:{_FEAT})\s*{_INNER}{_CLOSE}", re.IGNORECASE)
_WITH_BRACKETS = re.compile(rf"{_OPEN}with\s+{_INNER}{_CLOSE}", re.IGNORECASE)
_VS_BRACKETS = re.compile(rf"{_OPEN}vs\.?\s+{_INNER}{_CLOSE}", re.IGNORECASE)
# Kazakh names the guest first: "(Ерке Есмахан қатысуымен)".
_GUEST_FIRST = re.compile(rf"{_OPEN}{_INNER}\s+қатысуымен{_CLOSE}", re.IGNORECASE)
# Not after a digit: "6 ft under".
_INLINE = re.compile(
    rf"(?<=[^\s\d(\[{{])\s+(?:{_FEAT})\s*([^()\[\]{{}}]+?)(?=\s+[-–—]\s|\s*[()\[\]{{}}]|$)", re.IGNORECASE
)
_GUESTS = (_IN_BRACKETS, _WITH_BRACKETS, _GUEST_FIRST, _INLINE)
_JOINED = re.compile(r"\s(?:with|vs\.?)\s+", re.IGNORECASE)
_LIST = re.compile(r"\s*[,&·;]\s*|\s+(?:and|и|және)\s+", re.IGNORECASE)
_DOT = re.compile(r"\s+·\s+")
_SEPARATORS = re.compile(r"\s*(?:;|//)\s*")
_THE = re.compile(r"the\s", re.IGNORECASE)
_WORD = re.compile(r"\w")
_QUICK_ACT = re.compile(r"f(?:ea)?t|with|vs|·|;|//|при|совм|қатыс", re.IGNORECASE)
_QUICK_TITLE = re.compile(r"f(?:ea)?t|with|при|совм|қатыс", re.IGNORECASE)
# "(feat. B Remix)" and "(with Strings)" name a version, nobody.
_VERSION_END = re.compile(
    r"(?:remix|mix|version|edit|live|cover|demo|instrumental|ремикс)\s*$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:an?|the|my|your|her|his|all|no|love|strings|orchestra|choir|lyrics|intro|outro|piano|vocals?"
    r"|commentary|interview|you|me|us|u)(?:\s.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Splitting:
    """What may split: "feat." and its kin, ``;`` and ``//``; ``together`` holds keys that never do.

    ``split_as`` gives the names of strings that the user has taken apart by hand.
    """

    featured: bool = True
    separators: bool = False
    together: frozenset[str] = frozenset()
    split_as: tuple[tuple[str, tuple[str, ...]], ...] = ()


def split_artist(name: str, how: Splitting, known: Known) -> list[str]:
    """Return the acts that ``name`` credits, the main one first; never empty.

    ``known`` is asked only where the words alone do not tell.
    """
    by_hand = dict(how.split_as)
    key = comparison_key(name)
    if key in by_hand:
        return list(by_hand[key])
    if key in how.together or key in ACTS or not _QUICK_ACT.search(name):
        return [name]
    found: list[str] = []
    main = _take_guests(name, (_VS_BRACKETS, *_GUESTS), how, known, found)
    acts = []
    for act in _main_acts(main, how):
        acts += _joined(act, how, known)
    acts += [guest for guest in found if guest]
    return _distinct([part for act in acts for part in by_hand.get(comparison_key(act), (act,))]) or [name]


def split_title(title: str, how: Splitting, known: Known) -> tuple[str, list[str]]:
    """Return the title without its guests, and the guests; the title is never empty."""
    if not how.featured or not _QUICK_TITLE.search(title):
        return title, []
    found: list[str] = []
    rest = _take_guests(title, _GUESTS, how, known, found)
    by_hand = dict(how.split_as)
    return rest, _distinct([part for act in found for part in by_hand.get(comparison_key(act), (act,))])


def _take_guests(
    text: str, patterns: Sequence[re.Pattern[str]], how: Splitting, known: Known, found: list[str]
) -> str:
    """Return ``text`` without the guests that ``patterns`` find; they are added to ``found``."""
    if not how.featured:
        return text
    for pattern in patterns:
        at = 0
        while match := pattern.search(text, at):
            rest = _tidy(text[: match.start()], text[match.end() :])
            guests = [] if _is_no_guest(match[1], pattern) else split_list(match[1], how, known)
            if not guests or not _WORD.search(rest):
                at = match.end()
                continue
            found += guests
            text, at = rest, 0
    return text


def _is_no_guest(part: str, pattern: re.Pattern[str]) -> bool:
    nobody = pattern is _WITH_BRACKETS and _NOBODY.fullmatch(part.strip())
    return bool(nobody or _VERSION_END.search(part))


def _tidy(before: str, after: str) -> str:
    glue = "" if not after or after[0] in ")]}" or after[0].isspace() else " "
    return f"{before.rstrip()}{glue}{after}".strip()


def split_list(part: str, how: Splitting, known: Known) -> list[str]:
    """Return the names of a list such as "A, B & C"; known acts inside it stay whole."""
    marks = [(0, 0), *((match.start(), match.end()) for match in _LIST.finditer(part))]
    starts = [end for _, end in marks]
    ends = [start for start, _ in marks[1:]] + [len(part)]
    names, first = [], 0
    while first < len(starts):
        last = _longest(part, starts, ends, first, how, known)
        names.append(part[starts[first] : ends[last]].strip(" \t.-–—"))
        first = last + 1
    return _distinct([name for name in names if _WORD.search(name)])


def _longest(
    part: str, starts: Sequence[int], ends: Sequence[int], first: int, how: Splitting, known: Known
) -> int:
    """Return the last token of the longest act that begins with token ``first``."""
    for last in range(len(starts) - 1, first, -1):
        key = comparison_key(part[starts[first] : ends[last]])
        if key in how.together or key in ACTS or known(key):
            return last
    # "Kool & The Gang" is one act; "Drake & The Weeknd" two, if The Weeknd is known.
    following = first + 1
    if following < len(starts) and _THE.match(part, starts[following]):
        joiner = part[ends[first] : starts[following]].strip().casefold()
        act = comparison_key(part[starts[following] : ends[following]])
        if joiner in {"&", "and"} and not known(act):
            return following
    return first


def _main_acts(name: str, how: Splitting) -> list[str]:
    if comparison_key(name) in how.together:
        return [name]
    parts = _DOT.split(name) if how.featured else [name]
    if how.separators:
        parts = [piece for part in parts for piece in _SEPARATORS.split(part)]
    parts = [part.strip() for part in parts if _WORD.search(part)]
    return parts or [name]


def _joined(name: str, how: Splitting, known: Known) -> list[str]:
    """Split "A with B" and "A vs. B", but only where A is known: "Sleeping with Sirens" is one act."""
    key = comparison_key(name)
    if not how.featured or key in how.together or key in ACTS:
        return [name]
    for match in _JOINED.finditer(name):
        left, right = name[: match.start()].strip(), name[match.end() :].strip()
        if left and right and known(comparison_key(left)):
            return [left, *split_list(right, how, known)]
    return [name]


def _distinct(names: Sequence[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(comparison_key(name), name)
    seen.pop("", None)
    return list(seen.values())
