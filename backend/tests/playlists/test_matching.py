"""Matchers, blend and selection on small histories whose right answers are known."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.playlists.adapters.artist import ArtistMatcher
from musaic.playlists.adapters.session_artist import SessionArtistMatcher, similar_artists
from musaic.playlists.blend import Ranked, Share, rank
from musaic.playlists.ports import Evidence, HistorySnapshot, KnownTrack
from musaic.playlists.selection import Wishes, select, song_key, spread_artists

HOUR = 3600.0


def track(track_id: int, artist_id: int, plays: int = 5, title: str | None = None) -> KnownTrack:
    return KnownTrack(
        track_id, title or f"Song {track_id}", artist_id, f"Artist {artist_id}", None, plays, 200_000, 0.0
    )


def history(tracks: list[KnownTrack], plays: list[tuple[float, int]]) -> HistorySnapshot:
    return HistorySnapshot(
        "v1",
        {item.id: item for item in tracks},
        np.array([at for at, _ in plays]),
        np.array([artist for _, artist in plays], dtype=np.int64),
    )


def test_same_artist_ranks_by_plays_and_leaves_the_seed_out() -> None:
    tracks = [track(1, 1), track(2, 1, plays=3), track(3, 1, plays=9), track(4, 2)]
    found = ArtistMatcher().candidates([tracks[0]], history(tracks, []), 10)
    assert [item.track_id for item in found] == [3, 2]


def test_artists_heard_in_the_same_sessions_are_similar_and_others_are_not() -> None:
    plays = []
    for day in range(12):
        start = day * 24 * HOUR
        plays += [(start, 1), (start + 200, 2), (start + 5 * HOUR, 3)]
    near = similar_artists(history([track(1, 1), track(2, 2), track(3, 3)], plays), 1)
    assert [artist for artist, _, _ in near] == [2]
    assert near[0][2] == 12


def test_blend_prefers_the_own_artist_and_shares_sum_to_one() -> None:
    tracks = [track(1, 1), track(2, 1), track(3, 2)]
    plays = [(day * 24 * HOUR + at, artist) for day in range(20) for at, artist in ((0.0, 1), (200.0, 2))]
    ranked = rank([tracks[0]], history(tracks, plays), [ArtistMatcher(), SessionArtistMatcher()])
    assert [item.track.id for item in ranked] == [2, 3]
    assert all(sum(share.share for share in item.shares) == pytest.approx(1) for item in ranked)


def test_nothing_known_gives_nothing_rather_than_an_error() -> None:
    seed = track(1, 1)
    empty = history([seed], [])
    assert rank([seed], empty, [ArtistMatcher(), SessionArtistMatcher()]) == []


rankings = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from("abcdef"), st.floats(0, 1)), min_size=0, max_size=60
).map(
    lambda rows: [
        Ranked(track(100 + i, artist, title=title), score, (Share("artist", 1.0, Evidence("same_artist")),))
        for i, (artist, title, score) in enumerate(rows)
    ]
)


@given(rankings, st.integers(1, 30), st.integers(0, 100), st.integers(0, 9))
def test_a_playlist_never_repeats_a_song_and_keeps_its_bounds(
    ranked: list[Ranked], length: int, explore: int, random_seed: int
) -> None:
    wishes = Wishes(length, None, explore, random_seed, artist_cap=4)
    chosen = select(ranked, [], wishes)
    keys = [song_key(item.track) for item in chosen]
    assert len(keys) == len(set(keys))
    assert len(chosen) <= length
    artists = [item.track.artist_id for item in chosen]
    assert all(artists.count(artist) <= 4 for artist in artists)
    assert chosen == select(ranked, [], wishes)


@given(rankings)
def test_neighbours_differ_whenever_that_is_possible(ranked: list[Ranked]) -> None:
    ordered = spread_artists(ranked)
    assert sorted(item.track.id for item in ordered) == sorted(item.track.id for item in ranked)
    artists = [item.track.artist_id for item in ordered]
    if artists and 2 * max(map(artists.count, artists)) <= len(artists) + 1:
        assert all(a != b for a, b in itertools.pairwise(artists))


def test_a_wish_for_time_is_met_within_one_song() -> None:
    ranked = [Ranked(track(i, i), 1.0, ()) for i in range(1, 40)]
    chosen = select(ranked, [], Wishes(None, 3_600_000, 0, 0))
    assert 3_600_000 <= sum(item.track.duration_ms for item in chosen) < 3_800_000
