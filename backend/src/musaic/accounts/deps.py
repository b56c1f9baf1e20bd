"""What the accounts routes ask for."""

from typing import Annotated

from fastapi import Depends, Request

from musaic.accounts.context import Accounts, Client
from musaic.accounts.models import UserAccount
from musaic.accounts.repository import users
from musaic.platform.deps import CurrentUser, RuntimeDep, UserSession
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.web.addresses import client_address, parse_networks
from musaic.platform.web.csrf import refuse_other_sites, require_own_page


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


AccountsDep = Annotated[Accounts, Depends(_accounts)]
ClientDep = Annotated[Client, Depends(_client)]
Account = Annotated[UserAccount, Depends(_account, scope="function")]

own_page = Depends(_own_page)
no_other_site = Depends(_no_other_site)
