"""Writing out what an account holds beside its listens, and taking it in again."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import KeyedName, KeyedSong, comparison_key, fits, resolve_keyed
from musaic.listening.events.schemas import LifeEventIn
from musaic.listening.events.service import MOST as MOST_EVENTS
from musaic.listening.events.service import check_days
from musaic.listening.keeping import repository
from musaic.listening.keeping.schemas import KeptOpinion, KeptRule, NamedIn
from musaic.listening.names import public as names
from musaic.listening.rules.errors import RuleIncompleteError
from musaic.listening.rules.schemas import RuleIn, SwitchesIn
from musaic.listening.rules.service import check_shape, rule_values
from musaic.platform.errors import AppError

SWITCHES, RULE, EVENT, OPINION = "switches", "rule", "life_event", "opinion"
# Far more than anybody has; a file may hold anything.
MOST_KEPT = 20_000
_NUL = b"\\u0000"


@dataclass(frozen=True)
class Kept:
    """One thing: which sort, and its facts as JSON knows them."""

    sort: str
    value: Mapping[str, Any]


@dataclass
class Restored:
    """What an import brought beside listens, so that it can be taken back.

    ``switches`` are those from before, if they changed.
    """

    rules: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    opinions: list[int] = field(default_factory=list)
    switches: dict[str, bool] | None = None

    @property
    def renames(self) -> bool:
        """Whether names mean something else now."""
        return bool(self.rules) or self.switches is not None

    def stored(self) -> dict[str, Any]:
        """Return what is kept with the import."""
        return asdict(self)


async def everything(session: AsyncSession, user_id: int) -> list[Kept]:
    """Return what the user holds; the switches are always there, and first."""
    kept = [Kept(SWITCHES, vars(await names.switches(session, user_id)))]
    for row in await repository.rules(session, user_id):
        sides = {side: _named_out(row[side]) for side in ("subject", "target")}
        kept.append(Kept(RULE, _known({**row, **sides})))
    kept += [Kept(EVENT, _known({**row})) for row in await repository.events(session, user_id)]
    kept += [Kept(OPINION, _known({**row})) for row in await repository.opinions(session, user_id)]
    return kept


def _known(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _named_out(side: Mapping[str, str | None] | None) -> dict[str, Any] | None:
    if side is None:
        return None
    spelled = {
        f"{part}_spelled": True
        for part in ("artist", "title")
        if names.SPELLED in (side[f"{part}_key"] or "")
    }
    return _known({"artist": side["artist"], "title": side["title"]}) | spelled


async def restore(session: AsyncSession, user_id: int, kept: Iterable[Kept]) -> Restored:
    """Add what the user does not hold yet; the caller holds the history (``begin_change``).

    What makes no sense is passed over: the file may come from anywhere.
    """
    restored = Restored()
    for thing in kept:
        add = _ADD.get(thing.sort)
        if add is None or _NUL in orjson.dumps(thing.value):
            continue
        with suppress(ValidationError, AppError):
            await add(session, user_id, thing.value, restored)
    return restored


async def take_back(session: AsyncSession, user_id: int, stored: Mapping[str, Any]) -> bool:
    """Remove what an import had restored; tell whether names mean something else now."""
    restored = Restored(**stored)
    await repository.remove(session, user_id, "rules", [UUID(each) for each in restored.rules])
    await repository.remove(session, user_id, "events", [UUID(each) for each in restored.events])
    await repository.remove(session, user_id, "opinions", restored.opinions)
    if restored.switches is not None:
        await names.set_switches(session, user_id, names.Switches(**restored.switches))
    return restored.renames


async def _switch(session: AsyncSession, user_id: int, value: Mapping[str, Any], restored: Restored) -> None:
    before = await names.switches(session, user_id)
    given = SwitchesIn.model_validate(value).model_dump(exclude_none=True)
    wanted = names.Switches(**(vars(before) | given))
    if wanted != before:
        await names.set_switches(session, user_id, wanted)
        restored.switches = restored.switches or dict(vars(before))


async def _rule(session: AsyncSession, user_id: int, value: Mapping[str, Any], restored: Restored) -> None:
    rule = KeptRule.model_validate(value)
    ids: dict[str, Any] = {
        f"{side}_id": await _id_of(session, rule.entity, named)
        for side, named in (("subject", rule.subject), ("target", rule.target))
        if named is not None
    }
    plain = RuleIn(**rule.model_dump(exclude={"subject", "target", "created_at"}), **ids)
    check_shape(plain)
    values = rule_values(plain) | {"created_at": rule.created_at}
    added = await repository.add_rule(session, user_id, values)
    if added is not None:
        restored.rules.append(str(added))


async def _id_of(session: AsyncSession, entity: str | None, named: NamedIn) -> int | None:
    artist = _keyed(named.artist, spelled=named.artist_spelled)
    title = None
    if entity != "artist":
        title = _keyed(named.title or "", spelled=named.title_spelled)
    if not all(fits(name.key) for name in (artist, title) if name):
        raise RuleIncompleteError
    track, album = (title if entity == kind else None for kind in ("track", "album"))
    [ids] = await resolve_keyed(session, [KeyedSong(artist, track, album)])
    return {"artist": ids.artist_id, "track": ids.track_id, "album": ids.album_id}.get(entity or "")


def _keyed(text: str, *, spelled: bool) -> KeyedName:
    key = comparison_key(text)
    return KeyedName(f"{key}{names.SPELLED}{text}" if spelled else key, text)


async def _event(session: AsyncSession, user_id: int, value: Mapping[str, Any], restored: Restored) -> None:
    event = LifeEventIn.model_validate(value)
    check_days(event.first_day, event.last_day)
    added = await repository.add_event(session, user_id, event.model_dump(), MOST_EVENTS)
    if added is not None:
        restored.events.append(str(added))


async def _opinion(session: AsyncSession, user_id: int, value: Mapping[str, Any], restored: Restored) -> None:
    opinion = KeptOpinion.model_validate(value)
    track_id = album_id = None
    if opinion.artist and opinion.title:
        parts: Sequence[str | None] = (opinion.artist, opinion.title, opinion.album)
        artist, title, album = (_keyed(part, spelled=False) if part else None for part in parts)
        if artist is None or not all(fits(name.key) for name in (artist, title, album) if name):
            return
        [ids] = await resolve_keyed(session, [KeyedSong(artist, title, album)])
        track_id, album_id = ids.track_id, ids.album_id
    facts = opinion.model_dump(exclude={"artist", "title", "album"})
    added = await repository.add_opinion(
        session, user_id, facts | {"track_id": track_id, "album_id": album_id}
    )
    if added is not None:
        restored.opinions.append(added)


_ADD = {SWITCHES: _switch, RULE: _rule, EVENT: _event, OPINION: _opinion}
