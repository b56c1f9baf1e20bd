"""After any sequence of changes, rollups equal the verifier's and a plain Python recomputation."""

# ruff: noqa: S608  constants

import asyncio
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from fixtures.listening import Histories, Imported, Row, account_row, extended_row
from fixtures.naively import Naively
from fixtures.told import import_told, look_up, play_told, told
from musaic.listening.analytics import public as analytics
from musaic.listening.analytics import zone
from musaic.listening.analytics.repository import sheets, state
from musaic.listening.history.service.apply import undo_import
from musaic.listening.names import public as names
from musaic.listening.rules import service as rules
from musaic.listening.rules.errors import RuleCircleError, RuleIncompleteError
from musaic.listening.rules.schemas import RuleIn, SwitchesIn
from musaic.platform.database import Database

# A soak by hand: MUSAIC_ROLLUP_EXAMPLES=500.
MANY = os.environ.get("MUSAIC_ROLLUP_EXAMPLES")
EXAMPLES = int(MANY or 20)
START = datetime(2023, 12, 31, 20, tzinfo=UTC)
ZONES = ["Europe/Berlin", "Pacific/Apia", "Asia/Almaty", "America/New_York"]
# One song in many spellings, one band that is two, guests that are known or not.
SONGS = [
    ("Artist", "Song"),
    ("Artist", "Song - Remastered 2011"),
    ("Artist", "Song (feat. B)"),
    ("Artist feat. B & The D", "Song"),
    ("The D", "Solo"),
    ("B", "Solo (with Artist)"),
    ("Artist vs. B", "Song - Live"),
    ("B; C", "Other"),
]
SWITCHES = ["clean_titles", "merge_editions", "split_featured", "split_separators", "same_recordings"]
# MBIDs and an ISRC that players send, sometimes of songs with other names.
CODES = [None, "m1", "m2", "i1"]
MBIDS = {"m1": UUID(int=1), "m2": UUID(int=2)}

# Few songs and few moments, so that repeats and twins happen often.
PLAYS = st.tuples(
    st.integers(0, 30),
    st.integers(0, len(SONGS) - 1),
    st.sampled_from([5_000, 40_000, 200_000, None]),
    st.sampled_from([None, 1_704_050_000]),
    st.sampled_from([None, "Album", "Album (Deluxe)"]),
)
FILES = st.tuples(st.booleans(), st.lists(PLAYS, min_size=1, max_size=12))
# the listen that is repeated, how many seconds later, under which name and code
SCROBBLES = st.tuples(
    st.integers(0, 40),
    st.integers(-90_000, 90_000),
    st.integers(0, len(SONGS) - 1),
    st.sampled_from(CODES),
)
PICK = st.integers(0, 7)
GENRES = ["rock", "pop", "soul"]
TAGS = st.lists(st.sampled_from(GENRES), max_size=2)
YEARS = st.sampled_from([None, 1965, 1971, 2001])
# songs with genres and years: which one, how many moments later, what its source tells
TOLD = st.lists(
    st.tuples(st.integers(0, len(SONGS) - 1), st.integers(0, 60), TAGS, YEARS), min_size=1, max_size=4
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), FILES),
        st.tuples(st.just("again"), PICK),
        st.tuples(st.just("undo"), PICK),
        st.tuples(st.just("scrobble"), st.lists(SCROBBLES, min_size=1, max_size=3)),
        st.tuples(st.just("delete"), st.sets(st.integers(0, 40), min_size=1, max_size=4)),
        st.tuples(st.just("merge"), st.tuples(st.sampled_from(["artist", "album", "track"]), PICK, PICK)),
        st.tuples(st.just("exclude"), st.tuples(st.sampled_from(["artist", "album", "track"]), PICK, PICK)),
        st.tuples(
            st.just("say"),
            st.sampled_from(
                [
                    {"kind": "keep_together", "text": "B & The D"},
                    {"kind": "keep_together", "text": "Artist feat. B & The D"},
                    {"kind": "not_an_artist", "text": "B"},
                    {"kind": "split_as", "text": "B; C", "names": ["B", "C", "E"]},
                ]
            ),
        ),
        st.tuples(st.just("say"), st.sampled_from([{"kind": "exclude", "entity": "genre", "text": "soul"}])),
        st.tuples(st.just("told import"), TOLD),
        st.tuples(st.just("told play"), TOLD),
        st.tuples(st.just("look up"), st.tuples(st.sampled_from(["artist", "track"]), PICK, TAGS, YEARS)),
        st.tuples(st.just("window"), st.tuples(st.integers(0, 30_000), st.integers(1, 20_000))),
        st.tuples(st.just("undo rule"), PICK),
        st.tuples(st.just("switch"), st.tuples(st.sampled_from(SWITCHES), st.booleans())),
        st.tuples(st.just("zone"), st.sampled_from(ZONES)),
    ),
    min_size=1,
    max_size=8,
)


def file_of(extended: bool, plays: list[Any]) -> list[Row]:  # noqa: FBT001  drawn
    rows = []
    for minute, song, ms, offline, album in plays:
        end = START + timedelta(seconds=minute * 1_000 + song * 7)
        artist, title = SONGS[song]
        if extended:
            rows.append(
                extended_row(
                    end.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    title,
                    artist,
                    ms=ms,
                    album=album,
                    offline_timestamp=offline,
                    reason_end="trackdone" if album else "fwdbtn",
                )
            )
        else:
            rows.append(account_row(end.strftime("%Y-%m-%d %H:%M"), title, artist, ms=ms or 40_000))
    return rows


@dataclass
class History:
    """One user's history and what was done to it."""

    database: Database
    histories: Histories
    user_id: int
    files: list[list[Row]] = field(default_factory=list)
    imports: list[Imported] = field(default_factory=list)
    holding: list[UUID] = field(default_factory=list)

    async def do(self, kind: str, value: Any) -> None:
        """Take one step; steps that need something that is not there do nothing."""
        if kind == "import":
            self.files.append(file_of(*value))
            self.imports.append(await self.histories.add(self.user_id, self.files[-1]))
        elif kind == "again":
            if self.files:
                file = self.files[value % len(self.files)]
                self.imports.append(await self.histories.add(self.user_id, file))
        elif kind == "told import":
            plays = [(SONGS[song], *rest) for song, *rest in value]
            done = await import_told(self.database, self.user_id, self.histories.folder, plays)
            self.imports.append(Imported(*done))
        elif kind == "zone":
            await self.move(value)
        else:
            async with self.database.user_transaction(self.user_id) as session:
                zone_name = (await state.read(session, self.user_id)).timezone
                await analytics.begin_change(session, self.user_id, zone_name)
                await getattr(self, kind.replace(" ", "_"))(session, value)

    async def move(self, zone_name: str) -> None:
        async with self.database.system_transaction() as session:
            values = {"zone": zone_name, "id": self.user_id}
            await session.execute(text("UPDATE user_account SET timezone = :zone WHERE id = :id"), values)
        async with self.database.user_transaction(self.user_id) as session:
            await zone.rebuild(session, self.user_id)

    async def told_play(self, session: Any, value: list[Any]) -> None:
        await play_told(session, self.user_id, [(SONGS[song], *rest) for song, *rest in value])

    async def look_up(self, session: Any, value: tuple[str, int, list[str], int | None]) -> None:
        entity, named, tags, year = value
        if heard := await self.heard(session, entity):
            await look_up(session, self.user_id, entity, heard[named % len(heard)], tags, year)

    async def undo(self, session: Any, value: int) -> None:
        if self.imports:
            await undo_import(session, self.user_id, self.imports.pop(value % len(self.imports)).id)

    async def scrobble(self, session: Any, plays: list[Any]) -> None:
        listens = await self.ids(session, "SELECT id FROM listen WHERE user_id = :user_id ORDER BY id")
        new = []
        for which, later, song, code in plays if listens else []:
            artist, title = SONGS[song]
            named = await session.execute(_NAMED, {"artist": artist.casefold(), "title": title.casefold()})
            track = named.one_or_none()
            values = {"id": listens[which % len(listens)], "later": later, "number": uuid4().int >> 65}
            values |= {"track": track.id if track else None, "artist": track.artist_id if track else None}
            values |= {"mbid": MBIDS.get(code), "isrc": "USRC17607839" if code == "i1" else None}
            values["zone"] = (await state.read(session, self.user_id)).timezone
            new.append((await session.execute(_SCROBBLE, values)).scalar_one())
        await analytics.added_listens(session, self.user_id, new)

    async def delete(self, session: Any, which: set[int]) -> None:
        listens = await self.ids(session, "SELECT id FROM listen WHERE user_id = :user_id ORDER BY id")
        gone = [number for place, number in enumerate(listens) if place in which]
        await analytics.removed_listens(session, self.user_id, gone)
        await session.execute(text("DELETE FROM listen WHERE id = ANY(:ids)"), {"ids": gone})
        # What a deleted listen had hidden shows again.
        hidden = (
            "UPDATE listen SET twin_of = NULL, counted = is_play AND excluded_by IS NULL "
            "WHERE user_id = :user_id AND twin_of = ANY(:ids) RETURNING id"
        )
        shown = await session.execute(text(hidden), {"user_id": self.user_id, "ids": gone})
        await analytics.added_listens(session, self.user_id, list(shown.scalars()))

    async def merge(self, session: Any, value: tuple[str, int, int]) -> None:
        entity, subject, target = value
        if heard := await self.heard(session, entity):
            chosen = {"subject_id": heard[subject % len(heard)], "target_id": heard[target % len(heard)]}
            await self.say(session, {"kind": "merge", "entity": entity, **chosen})

    async def exclude(self, session: Any, value: tuple[str, int, int]) -> None:
        entity, subject, _ = value
        if heard := await self.heard(session, entity):
            subject_id = heard[subject % len(heard)]
            await self.say(session, {"kind": "exclude", "entity": entity, "subject_id": subject_id})

    async def window(self, session: Any, value: tuple[int, int]) -> None:
        first = START + timedelta(seconds=value[0])
        until = first + timedelta(seconds=value[1])
        await self.say(session, {"kind": "exclude", "entity": "window", "from_at": first, "until_at": until})

    async def say(self, session: Any, body: dict[str, Any]) -> None:
        try:
            made = await rules.add_rule(session, self.user_id, RuleIn(**body))
        except (RuleIncompleteError, RuleCircleError):
            return
        self.holding.append(made.rule.id)

    async def undo_rule(self, session: Any, value: int) -> None:
        if self.holding:
            await rules.undo_rule(session, self.user_id, self.holding.pop(value % len(self.holding)))

    async def switch(self, session: Any, value: tuple[str, bool]) -> None:
        await rules.set_switches(session, self.user_id, SwitchesIn(**{value[0]: value[1]}))

    async def heard(self, session: Any, entity: str) -> list[int]:
        query = f"SELECT {entity}_id FROM {entity}_total WHERE user_id = :user_id ORDER BY 1"
        return await self.ids(session, query)

    async def ids(self, session: Any, query: str) -> list[int]:
        return list((await session.execute(text(query), {"user_id": self.user_id})).scalars())

    async def verify(self) -> None:
        async with self.database.user_transaction(self.user_id) as session:
            assert await analytics.verify(session, self.user_id) == []
            # Every step meets filled sheets, whatever the one before has emptied.
            await sheets.fill(session, self.user_id)
            assert await analytics.verify(session, self.user_id) == []
            values = {"user_id": self.user_id}
            listens = [dict(row) for row in (await session.execute(_RAW, values)).mappings()]
            windows = [tuple(row) for row in await session.execute(_WINDOWS, values)]
            naming = await names.naming_of(session, self.user_id)
            zone_name = (await state.read(session, self.user_id)).timezone
            facts = await told(session, self.user_id)
            expected = Naively(listens, naming, zone_name, windows, facts)  # type: ignore[arg-type]  # pairs
            assert len(expected.counted) == sum(row["counted"] for row in listens)
            for kind, query in _STORED.items():
                found = {}
                for row in await session.execute(text(query), values):
                    keys = tuple(row[: _KEYS[kind]])
                    found[keys[0] if len(keys) == 1 else keys] = tuple(row[_KEYS[kind] :])
                assert found == getattr(expected, kind)(), kind


_NAMED = text(
    "SELECT t.id, t.artist_id FROM track t JOIN artist a ON a.id = t.artist_id "
    "WHERE a.key = :artist AND t.key = :title"
)
_SCROBBLE = text(
    """
    INSERT INTO listen (
        user_id, source, source_key, stamped_at, played_at, local_date, local_hour, track_id, artist_id,
        album_id, named_track_id, named_album_id, ms_played, is_play, counted, recording_mbid, isrc
    )
    SELECT user_id, 'live', :number, at, at, (at AT TIME ZONE :zone)::date,
        extract(hour FROM at AT TIME ZONE :zone), coalesce(:track, named_track_id),
        coalesce(:artist, artist_id), named_album_id, coalesce(:track, named_track_id), named_album_id,
        ms_played, true, true, cast(:mbid AS uuid), :isrc
    FROM (SELECT *, played_at + :later * interval '1 second' AS at FROM listen WHERE id = :id) l
    RETURNING id
    """
)
_RAW = text(
    """
    SELECT l.id, l.played_at, l.ms_played, l.is_play, l.twin_of, l.counted,
        t.title, a.name AS artist, al.name AS album, aa.name AS album_artist
    FROM listen l JOIN track t ON t.id = l.named_track_id JOIN artist a ON a.id = t.artist_id
    LEFT JOIN album al ON al.id = l.named_album_id LEFT JOIN artist aa ON aa.id = al.artist_id
    WHERE l.user_id = :user_id ORDER BY l.id
    """
)
_WINDOWS = text(
    "SELECT from_at, until_at FROM name_rule "
    "WHERE user_id = :user_id AND entity = 'window' AND undone_at IS NULL"
)
_SPAN = "s.plays, s.ms_played, s.first_at, s.last_at"
_STORED = {
    "tracks": f"SELECT a.key, t.key, {_SPAN} FROM track_total s JOIN track t ON t.id = s.track_id "
    "JOIN artist a ON a.id = t.artist_id WHERE s.user_id = :user_id",
    "artists": f"SELECT a.key, {_SPAN} FROM artist_total s JOIN artist a ON a.id = s.artist_id "
    "WHERE s.user_id = :user_id",
    "albums": f"SELECT a.key, t.key, {_SPAN} FROM album_total s JOIN album t ON t.id = s.album_id "
    "JOIN artist a ON a.id = t.artist_id WHERE s.user_id = :user_id",
    "days": f"SELECT s.local_date, {_SPAN} FROM day_total s WHERE s.user_id = :user_id",
    "hours": "SELECT local_date, local_hour, plays, ms_played FROM hour_total WHERE user_id = :user_id",
    "months": "SELECT s.month, a.key, t.key, sum(s.plays)::bigint, sum(s.ms_played)::bigint "
    "FROM month_total s JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id "
    "WHERE s.user_id = :user_id GROUP BY 1, 2, 3",
    "labels": "SELECT kind, label, plays, ms_played FROM label_total WHERE user_id = :user_id",
    "label_months": "SELECT kind, month, label, plays, ms_played FROM label_month WHERE user_id = :user_id",
}
_KEYS = {
    "tracks": 2,
    "artists": 1,
    "albums": 2,
    "days": 1,
    "hours": 2,
    "months": 3,
    "labels": 2,
    "label_months": 3,
}


@pytest.mark.asyncio
@pytest.mark.timeout(900)
async def test_rollups_stay_equal_to_the_listens(histories: Histories) -> None:
    loop = asyncio.get_running_loop()

    # Failing steps are printed as they are: making them shorter would take minutes.
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        derandomize=not MANY,
    )
    @given(STEPS)
    def check(steps: list[Any]) -> None:
        asyncio.run_coroutine_threadsafe(walk(histories, steps), loop).result(300)

    await asyncio.to_thread(check)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "steps",
    [
        # New spellings bring guests to a song that others of the same scrobbles are of.
        [
            ("undo", 0),
            ("told import", [(6, 60, [], 1965), (3, 51, ["soul", "pop"], 2001), (0, 41, ["pop"], 2001)]),
            ("say", {"kind": "keep_together", "text": "B & The D"}),
            ("told play", [(7, 47, ["soul"], 1971)]),
            ("told play", [(5, 58, ["pop"], 1965), (3, 49, [], 1971), (1, 20, [], 2001), (2, 29, [], None)]),
        ],
        # A file that adds nothing hides what it repeats.
        [
            ("import", (True, [(6, 0, 200_000, None, None)])),
            ("again", 0),
            ("import", (True, [(0, 3, 5_000, None, None), (30, 0, 5_000, None, None)])),
            ("scrobble", [(0, 1, 0, None)]),
            ("import", (True, [(6, 0, 200_000, None, None)])),
        ],
    ],
)
async def test_sequences_that_once_went_wrong(histories: Histories, steps: list[Any]) -> None:
    await walk(histories, steps)


async def walk(histories: Histories, steps: list[Any]) -> None:
    history = History(histories.database, histories, await histories.user(ZONES[0]))
    # Most steps need listens to work on.
    await history.do(
        "import", (True, [(place, place % len(SONGS), 200_000, None, "Album") for place in range(9)])
    )
    done: list[Any] = []
    for kind, value in steps:
        await history.do(kind, value)
        done.append((kind, value))
        try:
            await history.verify()
        except AssertionError as error:
            message = f"after {done}"
            raise AssertionError(message) from error
    for imported in history.imports:
        outcome = imported.outcome
        parts = outcome.added + outcome.duplicates + outcome.skipped + outcome.rejected
        assert (outcome.rows_read, outcome.added >= 0) == (parts, True)
