"""Two people: invitations, connections, and the comparison that a connection allows."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from musaic.listening.analytics.deps import CHART, MetricQuery, RangeDep
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.people import schemas
from musaic.listening.people.deps import ComparisonsDep
from musaic.listening.people.errors import (
    AlreadyConnectedError,
    ConnectionNotFoundError,
    InvitationNotFoundError,
    OwnInvitationError,
    TooManyConnectionsError,
    TooManyInvitationsError,
)
from musaic.listening.people.service import connections, invitations
from musaic.listening.people.service.comparison import Asked
from musaic.platform.deps import CurrentUser, Limit, RuntimeDep, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/listening/people", tags=["listening"], responses=problems(NotAuthenticatedError))


@router.get("/invitations", name="list_invitations", summary="Your open invitations")
async def list_invitations(user: CurrentUser, session: UserSession) -> schemas.Invitations:
    """Return the caller's invitations that nobody has accepted yet, newest first."""
    rows = await invitations.open_ones(session, user.user_id)
    return schemas.Invitations(items=[schemas.InvitationOut.model_validate(row) for row in rows])


@router.post(
    "/invitations",
    name="invite",
    summary="Invite somebody to compare",
    status_code=HTTPStatus.CREATED,
    responses=problems(TooManyInvitationsError),
)
async def invite(user: CurrentUser, session: UserSession, runtime: RuntimeDep) -> schemas.NewInvitation:
    """Make a link for one other user of this server; it stands for a week and is shown only now."""
    made, code = await invitations.invite(session, user.user_id)
    return schemas.NewInvitation(
        id=made.id,
        created_at=made.created_at,
        expires_at=made.expires_at,
        code=code,
        link=invitations.link_of(runtime.settings.base_url, code),
    )


@router.delete(
    "/invitations/{invitation_id:uuid}",
    name="take_back_invitation",
    summary="Take an invitation back",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(InvitationNotFoundError),
)
async def take_back_invitation(invitation_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Have the link lead nowhere from now on."""
    await invitations.take_back(session, user.user_id, invitation_id)


@router.post(
    "/invitations/look",
    name="look_at_invitation",
    summary="Whose invitation is this?",
    responses=problems(InvitationNotFoundError, OwnInvitationError),
)
async def look_at_invitation(
    body: schemas.InvitationCode, user: CurrentUser, runtime: RuntimeDep
) -> schemas.Invited:
    """Return who invites; nothing is accepted by looking."""
    found = await invitations.look(runtime.database, user.user_id, body.code)
    return schemas.Invited(name=found.name, expires_at=found.expires_at)


@router.get("/connections", name="list_connections", summary="Whom you compare with")
async def list_connections(user: CurrentUser, runtime: RuntimeDep) -> schemas.Connections:
    """Return the caller's connections, open ones first; ended ones stay as a record."""
    return schemas.Connections(items=await connections.listed(runtime.database, user.user_id))


@router.post(
    "/connections",
    name="accept_invitation",
    summary="Accept an invitation",
    status_code=HTTPStatus.CREATED,
    responses=problems(
        InvitationNotFoundError, OwnInvitationError, AlreadyConnectedError, TooManyConnectionsError
    ),
)
async def accept_invitation(
    body: schemas.InvitationCode, user: CurrentUser, runtime: RuntimeDep
) -> schemas.ConnectionOut:
    """Consent to a comparison, and receive the same: from now on, until either ends it."""
    made = await invitations.accept(runtime.database, user.user_id, body.code)
    [described] = await connections.described(runtime.database, user.user_id, [made])
    return described


@router.delete(
    "/connections/{connection_id:uuid}",
    name="end_connection",
    summary="End a connection",
    status_code=HTTPStatus.NO_CONTENT,
    responses=problems(ConnectionNotFoundError),
)
async def end_connection(connection_id: UUID, user: CurrentUser, session: UserSession) -> None:
    """Take the consent back for both, at once."""
    await connections.end(session, user.user_id, connection_id)


@router.get(
    "/connections/{connection_id:uuid}/comparison",
    name="compare_people",
    summary="Two people side by side",
    response_model=schemas.PeopleComparison,
    responses=CHART | problems(ConnectionNotFoundError),
)
async def compare_people(
    connection_id: UUID,
    charts: ComparisonsDep,
    span: RangeDep,
    entity: Entity = "artist",
    metric: MetricQuery = "plays",
    limit: Limit = 50,
) -> Response:
    """Compare the caller with the other of a connection, over whole months up to yesterday.

    Only sums cross: totals, ranks and plays of what both have played, and what one loves and the
    other has never heard. The range is widened to whole months of at least four weeks in all.
    """
    return await charts.reply(connection_id, span, Asked(entity, metric, charts.rows(limit)))
