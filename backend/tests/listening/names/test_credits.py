import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.catalog.public import comparison_key
from musaic.listening.names.credits import Splitting, split_artist, split_list, split_title

HOW = Splitting()
WORDS = ["feat.", "ft", "with", "vs.", "&", ",", "and", "·", ";", "//", "(", ")", "[feat.", "]", "The", "и"]
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=9).map(" ".join)


def nobody(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("credit", "acts"),
    [
        ("Drake feat. Rihanna", ["Drake", "Rihanna"]),
        ("Drake ft Rihanna", ["Drake", "Rihanna"]),
        ("Drake Featuring Rihanna", ["Drake", "Rihanna"]),
        ("Drake (feat. Rihanna)", ["Drake", "Rihanna"]),
        ("Drake [with Rihanna]", ["Drake", "Rihanna"]),
        ("A & B ft. C, D & E", ["A & B", "C", "D", "E"]),
        ("X feat. Sandy Anderson and Bo", ["X", "Sandy Anderson", "Bo"]),
        ("X feat. Tyler, The Creator & Kool & The Gang", ["X", "Tyler, The Creator", "Kool & The Gang"]),
        ("X feat. Earth, Wind & Fire", ["X", "Earth, Wind & Fire"]),
        ("A · B", ["A", "B"]),
        ("Simon & Garfunkel", ["Simon & Garfunkel"]),
        ("Crosby, Stills, Nash & Young", ["Crosby, Stills, Nash & Young"]),
        ("Sleeping With Sirens", ["Sleeping With Sirens"]),
        ("Dance With the Dead", ["Dance With the Dead"]),
        ("Scooter vs. Status Quo", ["Scooter vs. Status Quo"]),
        ("AC//DC", ["AC//DC"]),
        ("Little Feat", ["Little Feat"]),
        ("Defeater", ["Defeater"]),
        ("Ft. Lauderdale", ["Ft. Lauderdale"]),
        ("A;B//C", ["A;B//C"]),
        ("Баста feat. Смоки Мо и Гуф", ["Баста", "Смоки Мо", "Гуф"]),
        ("Сплин (при участии БИ-2)", ["Сплин", "БИ-2"]),
        ("Чай вдвоём", ["Чай вдвоём"]),
        ("Димаш (Ерке Есмахан қатысуымен)", ["Димаш", "Ерке Есмахан"]),
        ("Ирина Кайратовна feat. Шыңғыс және Айкын", ["Ирина Кайратовна", "Шыңғыс", "Айкын"]),
        ("feat.", ["feat."]),
    ],
)
def test_a_credit_is_split_only_where_the_words_say_so(credit: str, acts: list[str]) -> None:
    assert split_artist(credit, HOW, nobody) == acts


@pytest.mark.parametrize(
    ("title", "rest", "guests"),
    [
        ("Song (feat. B)", "Song", ["B"]),
        ("Song (feat. A$AP Rocky) [feat. B]", "Song", ["A$AP Rocky", "B"]),
        ("Song (with B & C) - Remix", "Song - Remix", ["B", "C"]),
        ("Song feat. B - Live", "Song - Live", ["B"]),
        ("Song (Remix feat. B)", "Song (Remix)", ["B"]),
        ("Song (feat. B) [Remix]", "Song [Remix]", ["B"]),
        ("Song (feat. B (of C))", "Song", ["B (of C)"]),
        ("Song (feat. B Remix)", "Song (feat. B Remix)", []),
        ("6 ft under", "6 ft under", []),
        ("Stay with Me", "Stay with Me", []),
        ("Us vs. Them", "Us vs. Them", []),
        ("Hello (With Love)", "Hello (With Love)", []),
        ("Waltz (with Strings)", "Waltz (with Strings)", []),
        ("A Feat of Strength", "A Feat of Strength", []),
        ("(feat. X)", "(feat. X)", []),
        ("Песня (при участии Земфиры)", "Песня", ["Земфиры"]),
        ("Ән (Ерке Есмахан қатысуымен)", "Ән", ["Ерке Есмахан"]),
    ],
)
def test_guests_are_taken_out_of_titles(title: str, rest: str, guests: list[str]) -> None:
    assert split_title(title, HOW, nobody) == (rest, guests)


def test_what_the_history_knows_stays_or_comes_apart() -> None:
    assert split_artist("Scooter vs. Status Quo", HOW, {"scooter"}.__contains__) == ["Scooter", "Status Quo"]
    assert split_list("Drake & The Weeknd", HOW, nobody) == ["Drake & The Weeknd"]
    assert split_list("Drake & The Weeknd", HOW, {"the weeknd"}.__contains__) == ["Drake", "The Weeknd"]
    assert split_list("A, Huey, Dewey & Louie", HOW, {"huey, dewey & louie"}.__contains__) == [
        "A",
        "Huey, Dewey & Louie",
    ]


def test_switches_and_rules_of_the_user() -> None:
    assert split_artist("A;B // C", Splitting(separators=True), nobody) == ["A", "B", "C"]
    assert split_artist("A feat. B", Splitting(featured=False), nobody) == ["A feat. B"]
    together = Splitting(separators=True, together=frozenset({"a;b", "b & c"}))
    assert split_artist("A;B", together, nobody) == ["A;B"]
    assert split_artist("A feat. B & C", together, nobody) == ["A", "B & C"]
    by_hand = Splitting(split_as=(("a & b", ("A", "B")),))
    assert split_artist("A & B", by_hand, nobody) == ["A", "B"]
    assert split_artist("A & B feat. C", by_hand, nobody) == ["A", "B", "C"]


@given(TEXTS.filter(comparison_key), st.booleans(), st.booleans())
def test_splitting_is_stable_and_never_empty(text: str, separators: bool, known: bool) -> None:  # noqa: FBT001  drawn
    how = Splitting(separators=separators)
    acts = split_artist(text, how, lambda _: known)
    assert acts
    assert len({comparison_key(act) for act in acts}) == len(acts)
    rest, guests = split_title(text, how, lambda _: known)
    assert comparison_key(rest)
    assert split_title(rest, how, lambda _: known) == (rest, [])
    assert all(comparison_key(guest) for guest in guests)
