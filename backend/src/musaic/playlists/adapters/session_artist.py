"""Similar artists, learned from the listener's own sessions: who is heard together."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musaic.playlists.ports import Candidate, Evidence, HistorySnapshot, KnownTrack

SESSION_GAP_S = 30 * 60
# Shrinks the similarity of pairs that met only once or twice.
SHRINKAGE = 10.0
SIMILAR_ARTISTS = 40
TRACKS_PER_ARTIST = 5


class SessionArtistMatcher:
    """Cosine similarity of artists over listening sessions, shrunk towards zero when rare."""

    name = "session_artist"
    weight = 1.0

    def candidates(self, seeds: Sequence[KnownTrack], history: HistorySnapshot, k: int) -> list[Candidate]:
        """Return the most played tracks of artists who share sessions with the seeds' artists."""
        seed_artists = {seed.artist_id: seed.artist for seed in seeds}
        best: dict[int, tuple[float, int, str]] = {}
        for artist_id, name in seed_artists.items():
            for other, similarity, together in similar_artists(history, artist_id):
                if other not in seed_artists and similarity > best.get(other, (0.0, 0, ""))[0]:
                    best[other] = (similarity, together, name)
        left_out = {seed.id for seed in seeds}
        found = [
            _candidate(track, *best[track.artist_id])
            for track in _favourites(history, best.keys() & history_artists(history), left_out)
        ]
        return sorted(found, key=lambda item: (-item.raw, item.track_id))[:k]


def history_artists(history: HistorySnapshot) -> set[int]:
    """Return the artists that have a known track."""
    return {track.artist_id for track in history.tracks.values()}


def sessions_of(history: HistorySnapshot) -> NDArray[np.int64]:
    """Return the number of the session each play belongs to; a gap of 30 minutes starts another."""
    gaps = np.diff(history.played_at, prepend=history.played_at[:1]) > SESSION_GAP_S
    return np.cumsum(gaps)


def similar_artists(history: HistorySnapshot, artist_id: int) -> list[tuple[int, float, int]]:
    """Return (artist, similarity in 0..1, sessions together) of the nearest artists, best first."""
    pairs = np.unique(np.stack([sessions_of(history), history.artist_ids]), axis=1)
    sessions, artists = pairs
    own = sessions[artists == artist_id]
    if own.size == 0:
        return []
    mask = np.isin(sessions, own) & (artists != artist_id)
    together = Counter(artists[mask].tolist())
    ids, counts = np.unique(artists, return_counts=True)
    heard = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    scored = [
        (other, both / (math.sqrt(own.size * heard[other]) + SHRINKAGE), both)
        for other, both in together.items()
    ]
    return sorted(scored, key=lambda item: (-item[1], item[0]))[:SIMILAR_ARTISTS]


def _favourites(history: HistorySnapshot, artists: set[int], left_out: set[int]) -> list[KnownTrack]:
    by_artist: dict[int, list[KnownTrack]] = {}
    for track in history.tracks.values():
        if track.artist_id in artists and track.id not in left_out:
            by_artist.setdefault(track.artist_id, []).append(track)
    return [
        track
        for tracks in by_artist.values()
        for track in sorted(tracks, key=lambda item: (-item.plays, item.id))[:TRACKS_PER_ARTIST]
    ]


def _candidate(track: KnownTrack, similarity: float, together: int, seed_artist: str) -> Candidate:
    return Candidate(
        track_id=track.id,
        raw=similarity * math.log1p(track.plays),
        support=together,
        evidence=Evidence(
            "heard_together", {"artist": track.artist, "seed_artist": seed_artist, "sessions": together}
        ),
    )
