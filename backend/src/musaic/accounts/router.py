"""Routes of accounts: register, log in and out, refresh, first set-up, keys."""

from fastapi import APIRouter, Depends, Request, Response

from musaic.accounts import profile_routes, schemas
from musaic.accounts.cookies import clear_refresh_cookie, read_refresh_token, set_refresh_cookie
from musaic.accounts.deps import AccountsDep, ClientDep, LoginFormDep, no_other_site, own_page
from musaic.accounts.errors import (
    EmailTakenError,
    InvalidCredentialsError,
    LoginDelayedError,
    RefreshRefusedError,
    RegistrationClosedError,
    SetupClosedError,
    SetupTokenError,
    WeakPasswordError,
)
from musaic.accounts.service import login, registration, sessions
from musaic.accounts.service.sessions import Issued
from musaic.platform.deps import RuntimeDep
from musaic.platform.errors import TooManyRequestsError
from musaic.platform.settings import Settings
from musaic.platform.web.csrf import CsrfRefusedError
from musaic.platform.web.limits import limited
from musaic.platform.web.problems import problems

router = APIRouter(tags=["accounts"])
well_known = APIRouter(tags=["accounts"])


def _reply(response: Response, issued: Issued, settings: Settings) -> schemas.TokenReply:
    set_refresh_cookie(response, issued, settings)
    return schemas.TokenReply(
        access_token=issued.access_token,
        token_type="bearer",  # noqa: S106  the scheme's name
        expires_in=issued.expires_in,
        user=schemas.User.model_validate(issued.user),
    )


@router.post(
    "/auth/register",
    name="register",
    summary="Make an account",
    status_code=201,
    dependencies=[Depends(limited("registrations")), no_other_site],
    responses=problems(
        EmailTakenError, RegistrationClosedError, WeakPasswordError, CsrfRefusedError, TooManyRequestsError
    ),
)
async def register(
    body: schemas.Registration, accounts: AccountsDep, client: ClientDep, response: Response
) -> schemas.TokenReply:
    """Make an account and log in: an access token in the body, a refresh token in a cookie."""
    new = registration.NewUser(body.email, body.display_name, body.password)
    return _reply(response, await registration.register(accounts, new, client), accounts.settings)


@router.post(
    "/auth/token",
    name="logIn",
    summary="Log in",
    dependencies=[Depends(limited("credentials")), no_other_site],
    responses=problems(InvalidCredentialsError, LoginDelayedError, CsrfRefusedError, TooManyRequestsError),
)
async def log_in(
    form: LoginFormDep,
    accounts: AccountsDep,
    client: ClientDep,
    response: Response,
) -> schemas.TokenReply:
    """Log in with an OAuth2 password form, whose ``username`` is the e-mail address."""
    issued = await login.log_in(accounts, form.username, form.password, client)
    return _reply(response, issued, accounts.settings)


@router.post(
    "/auth/refresh",
    name="refreshSession",
    summary="Prolong the session",
    dependencies=[Depends(limited("refreshes")), own_page],
    responses=problems(RefreshRefusedError, CsrfRefusedError, TooManyRequestsError),
)
async def refresh(
    request: Request, accounts: AccountsDep, client: ClientDep, response: Response
) -> schemas.TokenReply:
    """Trade the refresh cookie for a new one and a fresh access token."""
    token = read_refresh_token(request, accounts.settings)
    if token is None:
        raise RefreshRefusedError
    return _reply(response, await sessions.refresh(accounts, token, client), accounts.settings)


@router.post(
    "/auth/logout",
    name="logOut",
    summary="Log out",
    status_code=204,
    dependencies=[Depends(limited("refreshes")), own_page],
    responses=problems(CsrfRefusedError, TooManyRequestsError),
)
async def log_out(request: Request, accounts: AccountsDep, response: Response) -> None:
    """End the session of the refresh cookie; without one there is nothing to do."""
    token = read_refresh_token(request, accounts.settings)
    if token is not None:
        await sessions.log_out(accounts, token)
    clear_refresh_cookie(response, accounts.settings)


@router.get("/setup", name="readSetup", summary="Does Musaic still need its first account?")
async def read_setup(accounts: AccountsDep) -> schemas.SetupState:
    """Tell the app which page to show first."""
    return schemas.SetupState(
        needs_admin=await registration.needs_admin(accounts),
        registration_open=accounts.settings.registration_open,
    )


@router.post(
    "/setup",
    name="setUp",
    summary="Make the first account",
    status_code=201,
    dependencies=[Depends(limited("credentials")), no_other_site],
    responses=problems(
        SetupClosedError,
        SetupTokenError,
        EmailTakenError,
        WeakPasswordError,
        CsrfRefusedError,
        TooManyRequestsError,
    ),
)
async def set_up(
    body: schemas.SetupRequest, accounts: AccountsDep, client: ClientDep, response: Response
) -> schemas.TokenReply:
    """Make the first administrator, with the one-time token that start-up printed."""
    new = registration.NewUser(body.email, body.display_name, body.password)
    return _reply(response, await registration.set_up(accounts, new, body.token, client), accounts.settings)


router.include_router(profile_routes.router)


@well_known.get("/.well-known/jwks.json", name="jwks", summary="Keys that verify access tokens")
async def read_keys(pieces: RuntimeDep, response: Response) -> schemas.JsonWebKeySet:
    """Return the public keys: the one that signs, and the one before it."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return schemas.JsonWebKeySet.model_validate(pieces.tokens.jwks())
