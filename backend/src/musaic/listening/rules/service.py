"""Switches and rules: look, preview, change, undo. Charts follow in the same transaction or a job's."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts import public as accounts
from musaic.catalog.public import comparison_key, fits
from musaic.listening.analytics import public as analytics
from musaic.listening.names import public as names
from musaic.listening.rules.apply import LARGE_PLAYS, apply, is_large, listens_of_window, queue, reach
from musaic.listening.rules.errors import (
    NameNotHeardError,
    RuleCircleError,
    RuleIncompleteError,
    RuleNotFoundError,
    RuleUndoneError,
)
from musaic.listening.rules.repository import reach as planned
from musaic.listening.rules.repository import rules as repository
from musaic.listening.rules.repository.reach import Touched
from musaic.listening.rules.schemas import (
    AuditOut,
    ExampleOut,
    NamedOut,
    PreviewOut,
    RuleChanged,
    RuleIn,
    RuleOut,
    SwitchesChanged,
    SwitchesIn,
    SwitchesOut,
)
from musaic.platform.pagination import decode_newest_first, newest_first_page

EXAMPLES = 10
# So many spelled songs are looked at within a request.
LARGE_SWITCH = 4_000
# kind -> fields that it needs, beyond the entity
_NEEDS: dict[str, set[str]] = {
    "merge": {"subject_id", "target_id"},
    "rename": {"subject_id", "text"},
    "keep_together": {"text"},
    "not_an_artist": {"text"},
    "split_as": {"text", "names"},
}
_EXCLUDE_NEEDS = {"genre": {"text"}, "window": {"from_at", "until_at"}}
_ENTITIES = {
    "merge": {"artist", "album", "track"},
    "rename": {"artist", "album", "track"},
    "exclude": {"artist", "album", "track", "genre", "window"},
}
_FIELDS = {"subject_id", "target_id", "text", "names", "from_at", "until_at"}


class _PreviewOver(Exception):  # noqa: N818  no error: it takes the preview's changes back
    pass


async def get_switches(session: AsyncSession, user_id: int) -> SwitchesOut:
    """Return the user's switches."""
    return SwitchesOut.model_validate(await names.switches(session, user_id))


async def set_switches(session: AsyncSession, user_id: int, wanted: SwitchesIn) -> SwitchesChanged:
    """Set switches; the whole history is looked at again."""
    await _hold(session, user_id)
    before = await names.switches(session, user_id)
    given = wanted.model_dump(exclude_none=True)
    now = names.Switches(**(vars(before) | given))
    if now == before:
        return SwitchesChanged(switches=SwitchesOut.model_validate(now), listens=0, job_id=None)
    await names.set_switches(session, user_id, now)
    await names.refresh_links(session, user_id)
    plays, songs = await planned.history_size(session, user_id)
    if songs < LARGE_SWITCH and plays < LARGE_PLAYS:
        everything = Touched(*await names.every_spelling(session, user_id), plays)
    else:
        everything = Touched([], [], max(plays, LARGE_PLAYS))
    listens, job_id = await _put(session, user_id, "switches_set", None, given, everything, [])
    return SwitchesChanged(switches=SwitchesOut.model_validate(now), listens=listens, job_id=job_id)


async def preview_switches(session: AsyncSession, user_id: int, wanted: SwitchesIn) -> PreviewOut:
    """Return what the switches would change: they are set, looked at and taken back."""
    plays, songs = await planned.history_size(session, user_id)
    exact = songs < LARGE_SWITCH and plays < LARGE_PLAYS
    before = await names.switches(session, user_id)
    now = names.Switches(**(vars(before) | wanted.model_dump(exclude_none=True)))
    found: tuple[int, int, list[dict[str, Any]]] = (0, 0, [])
    with suppress(_PreviewOver):
        async with session.begin_nested():
            await names.set_switches(session, user_id, now)
            linked = await names.refresh_links(session, user_id)
            tracks, albums = await names.every_spelling(session, user_id)
            if now == names.Switches(**(vars(before) | {"same_recordings": now.same_recordings})):
                # This switch is about known songs alone.
                exact, tracks, albums = True, linked, []
            few = slice(None) if exact else slice(LARGE_SWITCH)
            await names.plan_again(session, user_id, tracks[few], albums[few])
            found = await planned.preview(session, user_id, [], limit=EXAMPLES)
            raise _PreviewOver
    examples = [ExampleOut(**example) for example in found[2]]
    return PreviewOut(listens=found[0], songs=found[1], exact=exact, examples=examples)


async def add_rule(session: AsyncSession, user_id: int, wanted: RuleIn) -> RuleChanged:
    """Add a rule and put it into effect; raises what ``check`` raises."""
    await check(session, user_id, wanted)
    await _hold(session, user_id)
    values = rule_values(wanted)
    touched = await reach(session, user_id, values)
    rule_id = await repository.add(session, user_id, values)
    rule = await _owned(session, user_id, rule_id)
    listens = await listens_of_window(session, user_id, rule)
    changed, job_id = await _put(session, user_id, "rule_added", rule_id, _details(rule), touched, listens)
    return RuleChanged(rule=_out(rule), listens=changed, job_id=job_id)


async def undo_rule(session: AsyncSession, user_id: int, rule_id: UUID) -> RuleChanged:
    """Let a rule hold no longer; raises RuleNotFoundError or RuleUndoneError."""
    rule = await _owned(session, user_id, rule_id)
    if rule["undone_at"] is not None:
        raise RuleUndoneError
    listens, job_id = await _take_back(session, user_id, rule, "rule_undone")
    return RuleChanged(rule=_out(await _owned(session, user_id, rule_id)), listens=listens, job_id=job_id)


async def delete_rule(session: AsyncSession, user_id: int, rule_id: UUID) -> RuleChanged:
    """Undo a rule, if it holds, and take it off the list; raises RuleNotFoundError."""
    rule = await _owned(session, user_id, rule_id)
    changed: tuple[int | None, UUID | None] = (0, None)
    if rule["undone_at"] is None:
        changed = await _take_back(session, user_id, rule, "rule_deleted")
    else:
        details = orjson.dumps(_details(rule)).decode()
        await repository.add_audit(session, user_id, "rule_deleted", rule_id, details, 0)
    await repository.delete(session, user_id, rule_id)
    return RuleChanged(rule=_out(rule), listens=changed[0], job_id=changed[1])


async def preview(session: AsyncSession, user_id: int, wanted: RuleIn) -> PreviewOut:
    """Return what the rule would change: it is tried, looked at and taken back."""
    await check(session, user_id, wanted)
    values = rule_values(wanted)
    touched = await reach(session, user_id, values)
    exact = not is_large(touched)
    few = touched if exact else Touched(touched.track_ids[:1_000], touched.album_ids[:1_000], 0)
    found: tuple[int, int, list[dict[str, Any]]] = (0, 0, [])
    with suppress(_PreviewOver):
        async with session.begin_nested():
            rule_id = await repository.add(session, user_id, values)
            listens = await listens_of_window(session, user_id, values | {"id": rule_id})
            await names.plan_again(session, user_id, few.track_ids, few.album_ids)
            found = await planned.preview(session, user_id, listens, limit=EXAMPLES)
            raise _PreviewOver
    count, songs, examples = found
    return PreviewOut(
        listens=count if exact else touched.plays,
        songs=songs if exact else len(touched.track_ids),
        exact=exact,
        examples=[ExampleOut(**example) for example in examples],
    )


async def rules(
    session: AsyncSession, user_id: int, cursor: str | None, limit: int
) -> tuple[list[RuleOut], str | None]:
    """Return a page of the user's rules, newest first; raises InvalidCursorError."""
    before = decode_newest_first(cursor) if cursor else None
    rows = await repository.page(session, user_id, before, limit + 1)
    page, following = newest_first_page([_Dated(row) for row in rows], limit)
    return [_out(dated.row) for dated in page], following


async def audits(session: AsyncSession, user_id: int, before: int | None, limit: int) -> list[AuditOut]:
    """Return what the user changed, newest first."""
    return [AuditOut(**row) for row in await repository.audits(session, user_id, before, limit)]


async def check(session: AsyncSession, user_id: int, rule: RuleIn) -> None:
    """Raise RuleIncompleteError, NameNotHeardError or RuleCircleError where the rule makes no sense."""
    check_shape(rule)
    for entity_id in (rule.subject_id, rule.target_id):
        if entity_id is not None and not await repository.is_heard(
            session, user_id, str(rule.entity), entity_id
        ):
            raise NameNotHeardError
    if rule.kind == "merge":
        await _check_circle(session, user_id, rule)


def check_shape(rule: RuleIn) -> None:
    """Raise RuleIncompleteError where the fields of a rule do not go together."""
    entities = _ENTITIES.get(rule.kind)
    if (rule.entity is not None) != (entities is not None) or (entities and rule.entity not in entities):
        message = f"A rule of kind {rule.kind} is about {' or '.join(sorted(entities or {'no entity'}))}."
        raise RuleIncompleteError(message)
    needs = _NEEDS.get(rule.kind) or _EXCLUDE_NEEDS.get(rule.entity or "", {"subject_id"})
    given = {name for name in _FIELDS if getattr(rule, name) is not None}
    if given != needs:
        message = f"This rule needs exactly these fields: {', '.join(sorted(needs))}."
        raise RuleIncompleteError(message)
    texts = [text for text in (rule.text, *(rule.names or ())) if text is not None]
    if not all(fits(comparison_key(text)) and "\x1f" not in text for text in texts):
        message = "A name is empty or too long."
        raise RuleIncompleteError(message)
    if rule.from_at and rule.until_at and rule.from_at >= rule.until_at:
        message = "The window ends before it begins."
        raise RuleIncompleteError(message)


def rule_values(rule: RuleIn) -> dict[str, Any]:
    """Return the rule's columns; genres are kept by their comparison key, as tags are."""
    values = rule.model_dump()
    if rule.entity == "genre" and rule.text is not None:
        values["text"] = comparison_key(rule.text)
    return values


async def _check_circle(session: AsyncSession, user_id: int, rule: RuleIn) -> None:
    if rule.subject_id == rule.target_id:
        message = "A name cannot be merged into itself."
        raise RuleIncompleteError(message)
    merged = await repository.merges(session, user_id, str(rule.entity))
    at, seen = rule.target_id, set[int]()
    while at is not None and at not in seen:
        seen.add(at)
        if at == rule.subject_id:
            raise RuleCircleError
        at = merged.get(at)


async def _take_back(
    session: AsyncSession, user_id: int, rule: Mapping[str, Any], action: str
) -> tuple[int | None, UUID | None]:
    await _hold(session, user_id)
    listens = await listens_of_window(session, user_id, rule)
    touched = await reach(session, user_id, rule)
    if not await repository.undo(session, user_id, rule["id"]):
        raise RuleUndoneError
    return await _put(session, user_id, action, rule["id"], _details(rule), touched, listens)


async def _put(
    session: AsyncSession,
    user_id: int,
    action: str,
    rule_id: UUID | None,
    details: Mapping[str, Any],
    touched: Touched,
    listens: list[int],
) -> tuple[int | None, UUID | None]:
    """Put a change into effect and write it down; return its listens, or else the job's id."""
    changed, later = await apply(session, user_id, touched, listens)
    audit_id = await repository.add_audit(
        session, user_id, action, rule_id, orjson.dumps(details).decode(), changed
    )
    return changed, await queue(session, user_id, audit_id, touched.plays) if later else None


async def _hold(session: AsyncSession, user_id: int) -> None:
    user = await accounts.get_user(session, user_id)
    await analytics.begin_change(session, user_id, user.timezone if user else "UTC")


async def _owned(session: AsyncSession, user_id: int, rule_id: UUID) -> dict[str, Any]:
    rule = await repository.find(session, user_id, rule_id)
    if rule is None:
        raise RuleNotFoundError
    return dict(rule)


class _Dated:
    """A row with the attributes that pages are cut by."""

    def __init__(self, row: RowMapping) -> None:
        self.row, self.created_at, self.id = dict(row), row["created_at"], row["id"]


def _out(rule: Mapping[str, Any]) -> RuleOut:
    named = {
        side: NamedOut(id=rule[f"{side}_id"], name=rule[f"{side}_name"], artist=rule[f"{side}_artist"])
        if rule[f"{side}_id"] is not None
        else None
        for side in ("subject", "target")
    }
    own = ("id", "kind", "entity", "text", "names", "from_at", "until_at", "created_at", "undone_at")
    return RuleOut(**{name: rule[name] for name in own}, **named)


def _details(rule: Mapping[str, Any]) -> dict[str, Any]:
    shown = ("kind", "entity", "subject_name", "target_name", "text", "names", "from_at", "until_at")
    return {name: rule[name] for name in shown if rule[name] is not None}
