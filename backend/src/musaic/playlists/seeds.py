"""Find the song that a few words mean, among the songs of one's own history."""

import unicodedata

from musaic.playlists.ports import HistorySnapshot, KnownTrack


def find_seed(query: str, history: HistorySnapshot) -> KnownTrack | None:
    """Return the most played track whose title and artist hold every word of ``query``."""
    words = _fold(query).split()
    best: KnownTrack | None = None
    best_rank = (False, 0, 0)
    for track in history.tracks.values():
        text = _fold(f"{track.title} {track.artist}")
        if all(word in text for word in words):
            # An exact title beats popularity; the lower id settles a tie for ever.
            rank = (_fold(track.title) == " ".join(words), track.plays, -track.id)
            if best is None or rank > best_rank:
                best, best_rank = track, rank
    return best


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
