"""Routes of one's own account: profile, password, sessions."""

from fastapi import APIRouter, Depends

from musaic.accounts import schemas
from musaic.accounts.deps import Account, AccountsDep, ClientDep
from musaic.accounts.errors import (
    LoginDelayedError,
    SessionNotFoundError,
    UnknownTimezoneError,
    WeakPasswordError,
    WrongPasswordError,
)
from musaic.accounts.models import LoginSession
from musaic.accounts.service import login, profile, sessions
from musaic.platform.deps import CurrentUser, UserSession
from musaic.platform.errors import NotAuthenticatedError, TooManyRequestsError
from musaic.platform.pagination import Page
from musaic.platform.schemas import UuidText
from musaic.platform.web.limits import limited
from musaic.platform.web.problems import problems

router = APIRouter(prefix="/me", tags=["accounts"], responses=problems(NotAuthenticatedError))


@router.get("", name="readMe", summary="My account")
async def read_me(account: Account) -> schemas.User:
    """Return the caller's own account."""
    return schemas.User.model_validate(account)


@router.patch("", name="changeMe", summary="Change my account", responses=problems(UnknownTimezoneError))
async def change_me(body: schemas.ProfileChange, account: Account, session: UserSession) -> schemas.User:
    """Change display name, time zone or language; what is absent or null stays."""
    changed = await profile.change(session, account, body.model_dump(exclude_none=True))
    return schemas.User.model_validate(changed)


@router.post(
    "/password",
    name="changePassword",
    summary="Change my password",
    status_code=204,
    dependencies=[Depends(limited("credentials"))],
    responses=problems(WrongPasswordError, WeakPasswordError, LoginDelayedError, TooManyRequestsError),
)
async def change_password(
    body: schemas.PasswordChange,
    user: CurrentUser,
    account: Account,
    accounts: AccountsDep,
    client: ClientDep,
) -> None:
    """Set a new password; every other session of the caller ends."""
    passwords = (body.current_password, body.new_password)
    await login.change_password(accounts, account, user.session_id, passwords, client)


@router.get("/sessions", name="listSessions", summary="Where I am logged in")
async def list_sessions(user: CurrentUser, session: UserSession) -> Page[schemas.Session]:
    """Return the caller's open sessions (at most 100 exist), the one used last first."""
    found = await sessions.list_sessions(session, user.user_id)
    return Page(items=[_view(item, current=item.id == user.session_id) for item in found], next_cursor=None)


@router.delete(
    "/sessions/{session_id:uuid}",
    name="endSession",
    summary="Log out elsewhere",
    status_code=204,
    responses=problems(SessionNotFoundError),
)
async def end_session(
    session_id: UuidText, user: CurrentUser, session: UserSession, accounts: AccountsDep
) -> None:
    """End one of the caller's sessions, also the present one."""
    await sessions.end_session(accounts, session, user.user_id, session_id)


def _view(item: LoginSession, *, current: bool) -> schemas.Session:
    return schemas.Session(
        id=item.id,
        user_agent=item.user_agent,
        ip_hint=item.ip_hint,
        created_at=item.created_at,
        last_used_at=item.last_used_at,
        current=current,
    )
