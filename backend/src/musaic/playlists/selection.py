"""From a ranking to a playlist: no song twice, artists spread, the wished length."""

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from musaic.playlists.blend import Ranked
from musaic.playlists.ports import KnownTrack

DEFAULT_DURATION_MS = 210_000


@dataclass(frozen=True)
class Wishes:
    """What the listener asked for. Exactly one of ``length`` and ``duration_ms`` is set.

    ``explore`` in 0..100 turns from the nearest songs (0) to a looser walk (100).
    """

    length: int | None
    duration_ms: int | None
    explore: int
    random_seed: int
    artist_cap: int | None = None


def select(ranked: Sequence[Ranked], seeds: Sequence[KnownTrack], wishes: Wishes) -> list[Ranked]:
    """Return the playlist in playing order; deterministic for the same ranking and wishes."""
    cap = wishes.artist_cap or default_cap(wishes)
    pool = _shuffled_by_explore(ranked, wishes)
    heard = {song_key(seed) for seed in seeds}
    artists: Counter[int] = Counter()
    chosen: list[Ranked] = []
    filled_ms = 0
    for item in pool:
        if song_key(item.track) in heard or artists[item.track.artist_id] >= cap:
            continue
        if _is_full(chosen, filled_ms, wishes):
            break
        heard.add(song_key(item.track))
        artists[item.track.artist_id] += 1
        chosen.append(item)
        filled_ms += item.track.duration_ms or DEFAULT_DURATION_MS
    return spread_artists(chosen)


def default_cap(wishes: Wishes) -> int:
    """Return how many songs one artist may have: more when the listener stays close."""
    length = wishes.length or max(1, (wishes.duration_ms or 0) // DEFAULT_DURATION_MS)
    share = 0.6 - 0.5 * wishes.explore / 100
    return max(2, round(length * share))


def song_key(track: KnownTrack) -> tuple[str, int]:
    """Return what makes two entries the same song: the folded title and the artist."""
    folded = unicodedata.normalize("NFKC", track.title).casefold()
    return (" ".join(folded.split()), track.artist_id)


def _shuffled_by_explore(ranked: Sequence[Ranked], wishes: Wishes) -> list[Ranked]:
    """Draw without replacement, weighted by score: at explore 0 this is the ranking itself."""
    if wishes.explore == 0:
        return list(ranked)
    # Random only for variety; the same seed gives the same list.
    draw = random.Random(wishes.random_seed)  # noqa: S311
    temperature = wishes.explore / 100
    keyed = [
        ((1 - temperature) * -position / len(ranked) + temperature * draw.random(), item)
        for position, item in enumerate(ranked)
    ]
    return [item for _, item in sorted(keyed, key=lambda pair: (-pair[0], pair[1].track.id))]


def _is_full(chosen: Sequence[Ranked], filled_ms: int, wishes: Wishes) -> bool:
    if wishes.length is not None:
        return len(chosen) >= wishes.length
    return filled_ms >= (wishes.duration_ms or 0)


def spread_artists(items: Iterable[Ranked]) -> list[Ranked]:
    """Return ``items`` best first, but without two neighbours by one artist where that can be."""
    waiting = list(items)
    ordered: list[Ranked] = []
    while waiting:
        last = ordered[-1].track.artist_id if ordered else None
        left = Counter(item.track.artist_id for item in waiting)
        # An artist who holds more than half of what is left must come now or pile up at the end.
        crowded = next(
            (artist for artist, n in left.items() if 2 * n > len(waiting) and artist != last), None
        )
        index = next(
            (
                i
                for i, item in enumerate(waiting)
                if item.track.artist_id != last and crowded in {None, item.track.artist_id}
            ),
            0,
        )
        ordered.append(waiting.pop(index))
    return ordered
