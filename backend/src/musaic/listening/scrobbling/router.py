"""Connected apps, relays, and what happens now."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from musaic.listening.scrobbling import schemas
from musaic.listening.scrobbling.deps import Hub
from musaic.listening.scrobbling.errors import (
    AppNotFoundError,
    ApprovalNotFoundError,
    RelayAddressError,
    RelayNotFoundError,
    RelayRefusedError,
    RelayUnreachableError,
    TooManyAppsError,
    TooManyRelaysError,
)
from musaic.listening.scrobbling.live import stream
from musaic.listening.scrobbling.service import approval, apps, now_playing, relays, setup
from musaic.platform.deps import CurrentUser, RuntimeDep, UserSession
from musaic.platform.errors import NotAuthenticatedError, TooManyRequestsError
from musaic.platform.web.limits import limited
from musaic.platform.web.problems import problems
from musaic.platform.web.sse import HEADERS, stream_of

router = APIRouter(responses=problems(NotAuthenticatedError))
scrobbling = APIRouter(prefix="/scrobbling", tags=["scrobbling"])
live = APIRouter(prefix="/listening", tags=["listening"])
_VERSION = {"type": "object", "required": ["version"], "properties": {"version": {"type": "string"}}}
_EVENTS = stream_of(
    {"now_playing": {"$ref": "#/components/schemas/NowPlayingOut"}, "listens_changed": _VERSION}
)
_CREDENTIALS = [Depends(limited("credentials"))]
_OUTSIDE = (RelayAddressError, RelayRefusedError, RelayUnreachableError, TooManyRequestsError)


@scrobbling.get("/apps", name="list_scrobble_apps", summary="Connected apps")
async def list_apps(user: CurrentUser, session: UserSession) -> schemas.AppList:
    """Return the caller's connected apps, newest first."""
    rows = await apps.listed(session, user.user_id)
    return schemas.AppList(items=[schemas.AppOut.model_validate(row) for row in rows])


@scrobbling.post(
    "/apps",
    name="create_scrobble_app",
    summary="Connect an app",
    status_code=HTTPStatus.CREATED,
    responses=problems(TooManyAppsError),
)
async def create_app(body: schemas.AppRequest, user: CurrentUser, session: UserSession) -> schemas.NewAppOut:
    """Make a password for one app; it is shown in this reply and never again."""
    made = await apps.create(session, user.user_id, body.name)
    return schemas.NewAppOut(
        app=schemas.AppOut.model_validate(made.app),
        user_name=await apps.user_name(session, user.user_id),
        password=made.password,
        api_secret=made.api_secret,
    )


@scrobbling.delete(
    "/apps/{app_id:uuid}",
    name="revoke_scrobble_app",
    summary="Revoke an app",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(AppNotFoundError),
)
async def revoke_app(app_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """End the app's password and sessions at once; what it scrobbled stays."""
    await apps.revoke(session, user.user_id, app_id)


@scrobbling.get("/setup", name="scrobbling_setup", summary="What to enter in apps")
async def read_setup(user: CurrentUser, session: UserSession, pieces: RuntimeDep) -> schemas.SetupOut:
    """Return addresses and copy-ready settings of popular apps."""
    root = pieces.settings.base_url
    name = await apps.user_name(session, user.user_id)
    return schemas.SetupOut(
        user_name=name,
        endpoints=schemas.EndpointsOut.model_validate(setup.endpoints(root)),
        clients=[schemas.ClientOut.model_validate(client) for client in setup.clients(root, name)],
    )


@scrobbling.get(
    "/approvals",
    name="read_scrobble_approval",
    summary="Which app asks",
    responses=problems(ApprovalNotFoundError),
)
async def read_approval(
    token: Annotated[str, Query(min_length=1, max_length=64)],
    user: CurrentUser,
    session: UserSession,
    pieces: RuntimeDep,
) -> schemas.ApprovalOut:
    """Return what the app that asks to be let in calls itself."""
    asked = await approval.look(pieces.database, token)
    name = await apps.user_name(session, user.user_id)
    return schemas.ApprovalOut(client=asked.client, api_key=asked.api_key, user_name=name)


@scrobbling.post(
    "/approvals",
    name="answer_scrobble_approval",
    summary="Let an app in, or not",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(ApprovalNotFoundError),
)
async def answer_approval(body: schemas.ApprovalRequest, user: CurrentUser, pieces: RuntimeDep) -> None:
    """Answer an app that asked over the Last.fm API; it becomes a connected app."""
    if body.allow:
        await approval.approve(pieces.database, user.user_id, body.token)
    else:
        await approval.refuse(pieces.database, body.token)


@scrobbling.get("/relays", name="list_scrobble_relays", summary="Services that listens are passed on to")
async def list_relays(user: CurrentUser, pieces: RuntimeDep) -> schemas.RelayList:
    """Return the caller's relays, newest first."""
    rows = await relays.listed(pieces.database, user.user_id)
    return schemas.RelayList(items=[schemas.RelayOut.model_validate(row) for row in rows])


@scrobbling.post(
    "/relays",
    name="create_scrobble_relay",
    summary="Pass listens on",
    status_code=HTTPStatus.CREATED,
    dependencies=_CREDENTIALS,
    responses=problems(*_OUTSIDE, TooManyRelaysError),
)
async def create_relay(body: schemas.RelayRequest, user: CurrentUser, pieces: RuntimeDep) -> schemas.RelayOut:
    """Try the credentials and keep them sealed; live listens go there from now on."""
    given: dict[str, str] | relays.LastfmLogin
    if isinstance(body, schemas.LastfmRelayRequest):
        given = relays.LastfmLogin(body.api_key, body.api_secret, body.username, body.password)
    else:
        given = body.model_dump(exclude={"kind", "url"})
    row = await relays.add(pieces.database, user.user_id, kind=body.kind, url=body.url, given=given)
    return schemas.RelayOut.model_validate(row)


@scrobbling.post(
    "/relays/{relay_id:uuid}/test",
    name="test_scrobble_relay",
    summary="Try a relay",
    dependencies=_CREDENTIALS,
    responses=problems(RelayNotFoundError, *_OUTSIDE),
)
async def test_relay(relay_id: UUID, user: CurrentUser, pieces: RuntimeDep) -> schemas.RelayOut:
    """Ask the service whether it still knows us, and send on what waits."""
    return schemas.RelayOut.model_validate(await relays.test(pieces.database, user.user_id, relay_id))


@scrobbling.delete(
    "/relays/{relay_id:uuid}",
    name="remove_scrobble_relay",
    summary="Pass nothing on any more",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(RelayNotFoundError),
)
async def remove_relay(relay_id: UUID, user: CurrentUser, pieces: RuntimeDep) -> None:
    """Remove the relay with its credentials and with what still waited for it."""
    await relays.remove(pieces.database, user.user_id, relay_id)


@live.get("/now-playing", name="now_playing", summary="The song of this moment")
async def read_now_playing(user: CurrentUser, session: UserSession) -> schemas.NowPlayingOut:
    """Return what one of the caller's players says it plays."""
    return await stream.described(session, user.user_id, await now_playing.get(user.user_id))


@live.get(
    "/events",
    name="follow_listening",
    summary="Follow listening (SSE)",
    response_class=StreamingResponse,
    responses=_EVENTS,
)
async def follow_listening(user: CurrentUser, hub: Hub) -> StreamingResponse:
    """Stream `now_playing` (its data is that of `/listening/now-playing`) and `listens_changed`.

    `listens_changed` carries the history's version: charts are worth asking for again. The stream
    begins with the present state, so nothing is missed by coming back.
    """
    return StreamingResponse(stream.frames(hub, user), media_type="text/event-stream", headers=HEADERS)


router.include_router(scrobbling)
router.include_router(live)
