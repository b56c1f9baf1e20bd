"""What the accounts routes ask for."""

from typing import Annotated, Literal

from fastapi import Depends, Form, Request

from musaic.accounts.context import Accounts, Client
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import users
from musaic.platform.deps import CurrentUser, RuntimeDep, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.web.addresses import client_address, parse_networks
from musaic.platform.web.csrf import refuse_other_sites, require_own_page

# With room for the spaces that people paste around an address.
_LONGEST_NAME = 300


def _accounts(pieces: RuntimeDep) -> Accounts:
    return pieces.port(Accounts)


def _client(request: Request, pieces: RuntimeDep) -> Client:
    trusted = parse_networks(pieces.settings.trusted_proxies)
    return Client(client_address(request.scope, trusted), request.headers.get("user-agent", ""))


def _own_page(request: Request, pieces: RuntimeDep) -> None:
    require_own_page(request, pieces.settings)


def _no_other_site(request: Request, pieces: RuntimeDep) -> None:
    refuse_other_sites(request, pieces.settings)


async def _account(user: CurrentUser, session: UserSession) -> UserAccount:
    account = await users.find(session, user.user_id)
    if account is None:
        raise NotAuthenticatedError
    return account


class LoginForm:
    """The OAuth2 password form; unlike FastAPI's, its document says that empty fields are refused."""

    def __init__(
        self,
        username: Annotated[str, Form(min_length=1, max_length=_LONGEST_NAME, description="E-mail address")],
        # No upper length: one that nobody can have is a wrong password like any other.
        password: Annotated[str, Form(min_length=1, json_schema_extra={"format": "password"})],
        grant_type: Annotated[Literal["password"], Form()] = "password",
        scope: Annotated[str, Form()] = "",
        client_id: Annotated[str, Form()] = "",
        client_secret: Annotated[str, Form(json_schema_extra={"format": "password"})] = "",
    ) -> None:
        # The rest is part of the standard's form and means nothing here.
        del grant_type, scope, client_id, client_secret
        self.username = username.strip()
        self.password = password


AccountsDep = Annotated[Accounts, Depends(_accounts)]
ClientDep = Annotated[Client, Depends(_client)]
LoginFormDep = Annotated[LoginForm, Depends()]
Account = Annotated[UserAccount, Depends(_account, scope="function")]

own_page = Depends(_own_page)
no_other_site = Depends(_no_other_site)
