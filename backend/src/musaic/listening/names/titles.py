"""Which titles are one song, and which albums one album: labels of a release are left out.

What another recording is called (live, remix, acoustic, demo, a part number, a re-recording)
always stays. A label is left out only as a whole: in brackets, or after a spaced dash.
"""

import re

_YEAR = r"(?:19|20)\d\d"
_REMASTER = (
    rf"(?:(?:{_YEAR}|digital(?:ly)?|new(?:ly)?|\d+\s?-?bit|\d+th\s+anniversary|цифровой)\s+)*"
    rf"(?:re-?master(?:ed|ing)?|ремастер(?:инг|ед|ленген)?)"
    rf"(?:\s+(?:{_YEAR}|version|edition|track|in|from|года?|версия))*"
)
_SAME_RECORDING = (
    r"(?:explicit|clean)(?:\s+(?:version|lyrics))?|(?:album|lp|single)\s+version|(?:mono|stereo)(?:\s+version)?"
    r"|bonus(?:\s+track)?|бонус(?:-?трек)?|альбомная\s+версия"
    r"|(?:super\s+|(?:the\s+)?)deluxe(?:\s+(?:edition|version))?"
)
_TITLE_LABEL = re.compile(rf"(?:{_REMASTER}|{_SAME_RECORDING})", re.IGNORECASE)
_EDITION_WORD = (
    r"deluxe|expanded|special|limited|collector[’']?s|collectors|anniversary|platinum|gold|legacy|complete"
    r"|ultimate|definitive|extended|international|japan(?:ese)?|uk|us|tour|bonus|super|digital|enhanced|premium"
    rf"|explicit|clean|\d+(?:st|nd|rd|th)|{_YEAR}|the"
)
_ALBUM_LABEL = re.compile(
    rf"(?:{_REMASTER}|explicit|clean|(?:super\s+)?deluxe|expanded|(?:remastered|expanded)\s+(?:&|and)\s+(?:expanded|remastered)"
    rf"|deluxe\s*(?:/|&|and)?\s*(?:remaster(?:ed)?|expanded)"
    rf"|(?:(?:{_EDITION_WORD})\s+)+(?:edition|version|reissue|release|tracks?(?:\s+version)?)"
    r"|(?:deluxe|expanded)\s+(?:edition|version)|bonus\s+tracks?(?:\s+version)?|reissue"
    r"|делюкс(?:[-\s](?:версия|издание))?|(?:юбилейное|специальное|расширенное)\s+издание|переиздание"
    r"|арнайы\s+басылым)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*([(\[{])([^()\[\]{}]*)([)\]}])")
_DASH = re.compile(r"\s+[-–—]\s+")
_SPLIT_YEAR = re.compile(rf"(\s[-–—]\s+{_YEAR})\s+[-–—]\s+(?=re-?master|ремастер)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[/;,]\s*")
_WORD = re.compile(r"\w")
_QUICK = re.compile(r"[(\[{]|\s[-–—]\s")


def clean_title(title: str) -> str:
    """Return ``title`` without labels such as "Remastered 2011" or "Explicit"; never empty."""
    return _without(title, _TITLE_LABEL)


def clean_album(name: str) -> str:
    """Return an album's name without its edition ("Deluxe", "20th Anniversary Edition"); never empty."""
    return _without(name, _ALBUM_LABEL)


def _without(text: str, label: re.Pattern[str]) -> str:
    if not _QUICK.search(text):
        return text
    before, now = None, text
    while now != before:
        before, now = now, _pass(now, label)
    return now


def _pass(text: str, label: re.Pattern[str]) -> str:
    # "Song - 2011 - Remaster" writes one label as two.
    text = _SPLIT_YEAR.sub(r"\1 ", text)

    def keep(match: re.Match[str]) -> str:
        inner = match[2]
        kept = _kept(inner, label)
        return match[0] if kept == inner else f" {match[1]}{kept}{match[3]}" if kept else ""

    cleaned = _BRACKETS.sub(keep, text).strip()
    head, *tail = _DASH.split(cleaned)
    if head and tail:
        kept_tail = [kept for part in tail if (kept := _kept(part, label))]
        if kept_tail != tail:
            cleaned = " - ".join([head, *kept_tail])
    return cleaned if _WORD.search(cleaned) else text


def _kept(inner: str, label: re.Pattern[str]) -> str:
    """Return what is left of "Live / Remastered 2011": nothing, a part, or all of it as it was."""
    stripped = inner.strip()
    if label.fullmatch(stripped):
        return ""
    parts = _PARTS.split(stripped)
    kept = [part for part in parts if part and not label.fullmatch(part)]
    return inner if len(kept) == len(parts) else " / ".join(kept)
