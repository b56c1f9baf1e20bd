from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.catalog.public import comparison_key
from musaic.listening.names.naming import Name, Naming, Rules, Switches, Target

RULE = UUID(int=7)


def shown(naming: Naming, artist: str, title: str) -> tuple[list[str], str]:
    song = naming.song(artist, title)
    return [name.text for name in song.artists], song.title.text


def test_switches_decide() -> None:
    spelled = ("A feat. B", "Song (feat. C) - Remastered")
    assert shown(Naming(), *spelled) == (["A", "B", "C"], "Song")
    assert shown(Naming(Switches(clean_titles=False)), *spelled) == (["A", "B", "C"], "Song - Remastered")
    assert shown(Naming(Switches(split_featured=False)), *spelled) == (["A feat. B"], "Song (feat. C)")
    assert Naming().record("A feat. B", "X (Deluxe)").title.text == "X"
    assert Naming(Switches(merge_editions=False)).record("A", "X (Deluxe)").title.text == "X (Deluxe)"


def test_aliases_are_followed_and_circles_end() -> None:
    def alias(text: str) -> Target:
        return Target(Name.of(text), None)

    chain = {("kanye west", ""): alias("Ye"), ("yeezy", ""): alias("Kanye West")}
    naming = Naming(rules=Rules(aliases={"artist": chain}))
    assert shown(naming, "X feat. Yeezy, Ye", "Song") == (["X", "Ye"], "Song")
    circle = {("a", ""): alias("B"), ("b", ""): alias("A")}
    assert shown(Naming(rules=Rules(aliases={"artist": circle})), "A", "Song") == (["B"], "Song")


def test_a_merged_track_follows_its_artist() -> None:
    aliases = {
        "track": {("a", "one"): Target(Name.of("A"), Name.of("Two"))},
        "artist": {("a", ""): Target(Name.of("Z"), None)},
    }
    naming = Naming(rules=Rules(aliases=aliases))  # type: ignore[arg-type]  literals
    assert shown(naming, "A", "One (feat. B)") == (["Z"], "Two")
    assert shown(naming, "A", "Two") == (["Z"], "Two")


def test_another_spelling_of_the_same_key_is_a_name_of_its_own() -> None:
    name = Name.of("the beatles").spelled("The Beatles")
    assert name.text == "The Beatles"
    assert name.key != "the beatles"
    assert name.spelled("THE BEATLES").key != name.key
    assert Name.of("A").spelled("B") == Name.of("B")


def test_exclusions() -> None:
    by_artist = Naming(rules=Rules(excluded={"artist": {("b", ""): RULE}}))
    assert by_artist.song("B", "Song").excluded_by == RULE
    guest = by_artist.song("A feat. B", "Song")
    assert (guest.excluded_by, [name.text for name in guest.artists]) == (None, ["A"])
    by_track = Naming(rules=Rules(excluded={"track": {("a", "song"): RULE}}))
    assert by_track.song("A", "Song (Explicit)").excluded_by == RULE
    assert by_track.song("A", "Other").excluded_by is None
    by_album = Naming(rules=Rules(excluded={"album": {("a", "x"): RULE}}))
    assert by_album.record("A", "X [Deluxe]").excluded_by == RULE
    by_tag = Naming(rules=Rules(excluded_tags={"artist": {("a", ""): RULE}}))
    assert by_tag.song("A", "Song").excluded_by == RULE


def test_no_artists_are_left_out_but_never_the_last() -> None:
    naming = Naming(rules=Rules(no_artists=frozenset({"various artists"})))
    assert shown(naming, "A feat. Various Artists", "Song")[0] == ["A"]
    assert shown(naming, "Various Artists", "Song")[0] == ["Various Artists"]


@pytest.mark.parametrize("title", ["Song （feat. B）", "Song (feat. B)"])
def test_forms_of_brackets_do_not_matter(title: str) -> None:
    assert shown(Naming(), "A", title) == (["A", "B"], "Song")


NAMES = st.lists(
    st.one_of(
        st.sampled_from(["feat. B", "(with C)", "- Live", "(Remastered)", "vs. D", "Pt. 1"]),
        st.text(max_size=4),
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(NAMES.filter(comparison_key), NAMES.filter(comparison_key), st.booleans())
def test_a_shown_name_is_shown_as_itself(artist: str, title: str, known: bool) -> None:  # noqa: FBT001  drawn
    naming = Naming()
    song = naming.song(artist, title, lambda _: known)
    assert song.artists
    assert all(name.key for name in (*song.artists, song.title))
    again = naming.song(song.artists[0].text, song.title.text, lambda _: known)
    assert again.title == song.title
    assert again.artists[0].key == song.artists[0].key or known
