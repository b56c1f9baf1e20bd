import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.catalog.public import comparison_key
from musaic.listening.names.titles import clean_album, clean_title

LABELS = [
    "Remastered 2011",
    "2015 Remaster",
    "Explicit",
    "Live",
    "Demo",
    "Pt. 1",
    "Pt. 2",
    "Deluxe",
    "Ремастер",
]
PIECES = st.one_of(st.sampled_from(LABELS), st.text(max_size=5))
TITLES = st.builds(
    lambda head, tails: head + "".join(form.format(tail) for form, tail in tails),
    st.text(max_size=8),
    st.lists(st.tuples(st.sampled_from([" - {}", " ({})", " [{}]", " / {}", ", {}"]), PIECES), max_size=4),
)


@pytest.mark.parametrize(
    ("title", "song"),
    [
        ("Song - Remastered 2011", "Song"),
        ("Song - 2011 Remaster", "Song"),
        ("Song - 2011 - Remaster", "Song"),
        ("Song - Remastered", "Song"),
        ("Song (2009 Digital Remaster)", "Song"),
        ("Song [2015 Remastered Version]", "Song"),
        ("Song (Explicit)", "Song"),
        ("Song (Clean Version)", "Song"),
        ("Song - Bonus Track", "Song"),
        ("Song - Single Version", "Song"),
        ("Song - Mono / Remastered 2009", "Song"),
        ("1979 - Remastered 2012", "1979"),
        ("Песня (Ремастер 2015)", "Песня"),
        ("Песня - Ремастеринг 2015", "Песня"),
        ("Ән (Ремастер)", "Ән"),
        ("Song - Live / Remastered", "Song - Live"),
        ("Song - Live at Wembley; 2011 Remaster", "Song - Live at Wembley"),
        ("Song, Pt. 2 (Remastered)", "Song, Pt. 2"),
        *[
            (same, same)
            for same in (
                "Song (Live)",
                "Song - Acoustic",
                "Song (Demo)",
                "Song - Radio Edit",
                "Song - 2019 Mix",
                "Song (B Remix)",
                "Song (Taylor's Version)",
                "Song, Pt. 1",
                "Song (Part 2)",
                "Песня (Концерт)",
                "Clean",
                "(Explicit)",
                "Deluxe",
                "Remastered",
            )
        ],
    ],
)
def test_labels_of_a_release_are_left_out_of_titles(title: str, song: str) -> None:
    assert clean_title(title) == song


@pytest.mark.parametrize(
    ("name", "album"),
    [
        ("Album (Deluxe)", "Album"),
        ("Album (Deluxe Edition)", "Album"),
        ("Album [Super Deluxe]", "Album"),
        ("Album (20th Anniversary Edition)", "Album"),
        ("Album (Expanded & Remastered)", "Album"),
        ("Album (Deluxe / Remastered)", "Album"),
        ("Album (Bonus Track Version)", "Album"),
        ("Album (2011 Remastered Version)", "Album"),
        ("1989 (Deluxe)", "1989"),
        ("Альбом (Делюкс-версия)", "Альбом"),
        ("Альбом (Юбилейное издание)", "Альбом"),
        ("Album (Live)", "Album (Live)"),
        ("Album - EP", "Album - EP"),
        ("Album - Single", "Album - Single"),
        ("1989 (Taylor's Version)", "1989 (Taylor's Version)"),
        ("Album, Vol. 2", "Album, Vol. 2"),
        ("Deluxe", "Deluxe"),
    ],
)
def test_editions_are_left_out_of_albums(name: str, album: str) -> None:
    assert clean_album(name) == album


@given(TITLES.filter(comparison_key))
def test_cleaning_is_idempotent_and_never_empty(title: str) -> None:
    for clean in (clean_title, clean_album):
        once = clean(title)
        assert comparison_key(once)
        assert clean(once) == once


@given(TITLES, st.integers(1, 9), st.integers(1, 9), st.sampled_from([" Pt. {}", " (Part {})", " - Pt. {}"]))
def test_parts_of_a_song_are_never_one(title: str, one: int, other: int, form: str) -> None:
    first, second = (clean_title("Song" + form.format(number) + title) for number in (one, other))
    assert (first == second) == (one == other)


@given(TITLES)
def test_what_makes_another_recording_stays(title: str) -> None:
    for word in ("Live", "Remix", "Acoustic", "Demo"):
        assert re.search(word, clean_title(f"Song - {word}{title}"))
