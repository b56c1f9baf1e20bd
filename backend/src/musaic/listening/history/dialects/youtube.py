"""YouTube's watch history as Google Takeout writes it, whatever the account's language.

A title is wrapped in the word for "watched", before or after it. The words of the larger languages
are known; of any other language, what all titles of a file have in common is taken for the word.
Music is what was played in YouTube Music, or came from a channel that YouTube made for an artist
("… - Topic"). Titles and channels of other videos are not kept.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from musaic.listening.history.ports import UNKNOWN_ARTIST, Passed, Play

SOURCE = "youtube_music"
MUSIC = "YouTube Music"
_TOPIC = re.compile(r"(.+) - (?:Topic|Thema|Tema|Тема|Sujet|Argomento|Tópico|Onderwerp|Temat|Тақырып)")
# Channels that hold songs of any artist
_NAMELESS = {"release", "various artists", "music", "youtube music"}
_WORDS = (
    re.compile(r"(?:Watched|Viewed|Listened to|Vous avez (?:regardé|écouté))\s(.+)"),
    re.compile(r"(?:Has visto|Ha visto|Viste|Hai guardato)\s(.+)"),
    re.compile(r"(?:Você )?(?:[Aa]ssistiu a|[Vv]iu|[Oo]uviu)\s(.+)"),
    re.compile(r'(?:Вы посмотрели|Вы слушали|Просмотрено|Просмотр)(?: видео)?:?\s"?(.+?)"?'),
    re.compile(r"(?:Obejrzano|Bekeken|Gekeken naar|Har sett på|Du har sett|Angesehen|Қаралды):?\s(.+)"),
    re.compile(r'"?(.+?)"?\s(?:angesehen|angehört|bekeken|gekeken|を視聴しました|қаралды)'),
)  # fmt: skip
_ADDRESS = re.compile(r"https?://\S+")
_VIDEO = re.compile(r"(?:[?&]v=|youtu\.be/)([A-Za-z0-9_-]{11})")
# Fewer titles may begin alike by chance.
_MIN_TITLES = 8
_MOST = 0.9


class Titles:
    """Takes the word for "watched" off the titles of one file."""

    def __init__(self) -> None:
        self._learned = False
        self._before = self._after = ""

    def learn(self, titles: Sequence[str]) -> None:
        """Find out what most ``titles`` begin or end with; the first file's worth is enough."""
        unknown = [title for title in titles if not _known(title)]
        if self._learned or len(set(unknown)) < _MIN_TITLES:
            return
        self._learned = True
        self._before = _shared(unknown)
        self._after = _shared([title[::-1] for title in unknown])[::-1]

    def plain(self, title: str) -> str:
        """Return the title of the video alone."""
        for word in _WORDS:
            if found := word.fullmatch(title):
                return found[1]
        cut = title.removeprefix(self._before).removesuffix(self._after) if self._learned else title
        return cut.strip().strip('"«»„“”') if cut != title else title


def _known(title: str) -> bool:
    return any(word.fullmatch(title) for word in _WORDS)


def _shared(titles: Sequence[str]) -> str:
    """Return the whole words that most titles begin with: all that begin with the commonest letters."""
    beginning, count = Counter(title[:2] for title in titles).most_common(1)[0]
    alike = sorted({title for title in titles if title.startswith(beginning)})
    if count < _MOST * len(titles) or len(alike) < _MIN_TITLES:
        return ""
    # What the first and the last in order share, all between them share.
    length = next(
        (at for at, (one, two) in enumerate(zip(alike[0], alike[-1], strict=False)) if one != two),
        min(len(alike[0]), len(alike[-1])),
    )
    common = alike[0][:length]
    return common[: common.rfind(" ") + 1]


def play_of(title: str, channel: str, header: str, address: str, watched_at: datetime) -> Play | Passed:
    """Return the play of a row; ``title`` is the video's own."""
    topic = _TOPIC.fullmatch(channel)
    if header != MUSIC and topic is None:
        return Passed("skipped", "no_music")
    if not title or _ADDRESS.fullmatch(title):
        return Passed("skipped", "video_removed")
    artist = topic[1] if topic else channel
    if not artist or artist.casefold() in _NAMELESS:
        artist = UNKNOWN_ARTIST
    video = _VIDEO.search(address)
    return Play(artist, title, None, f"youtube:{video[1]}" if video else None, watched_at)
