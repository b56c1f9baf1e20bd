"""Sessions of the 2.0 API: by app password, or by a token that a person approves in the browser."""

from dataclasses import dataclass, replace

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.lastfm.markup import Node, leaf
from musaic.listening.scrobbling.protocols.lastfm.parameters import Code, LastfmError, Parameters
from musaic.listening.scrobbling.service import approval, login

PROTOCOL = "2.0"
_KEY_LENGTH = 128


@dataclass(frozen=True)
class Signed:
    """Whether a call had to be signed, and was."""

    by: Caller | None


async def check_signature(parameters: Parameters, *, required: bool) -> Signed:
    """Check ``api_sig`` where the API key is one of ours; any other key is as good as none.

    Raises LastfmError.
    """
    owner = await login.api_key_owner(parameters.call.database, parameters.get("api_key"))
    if owner is None:
        return Signed(None)
    given = "api_sig" in parameters.raw
    if (required or given) and not login.is_signed(parameters.raw, owner.app_id):
        raise LastfmError(Code.SIGNATURE, "Invalid method signature supplied.")
    return Signed(owner if given else None)


async def caller(parameters: Parameters) -> Caller:
    """Return who calls; raises LastfmError without a session that stands."""
    key = parameters.get("sk")
    if not key:
        raise LastfmError(Code.LOGIN_REQUIRED, "This call needs a session: log in first.")
    found = await login.by_session(parameters.call.database, key, PROTOCOL)
    if found is None:
        raise LastfmError(Code.SESSION, "Invalid session key. Please log in again.")
    return replace(found, client=parameters.call.agent or found.client or None)


async def get_token(parameters: Parameters) -> Node:
    """Return a token for a person to approve at ``/api/auth/``."""
    api_key = _api_key(parameters)
    token = await approval.ask(parameters.call.database, api_key, parameters.call.agent)
    return leaf("token", token)


async def get_session(parameters: Parameters) -> Node:
    """Trade an approved token for a session."""
    _api_key(parameters)
    token = parameters.required("token")
    database = parameters.call.database
    found = await approval.state_of(database, token)
    if found is None:
        raise LastfmError(Code.AUTHENTICATION, "Invalid authentication token supplied.")
    if approval.is_stale(found):
        raise LastfmError(Code.TOKEN_EXPIRED, "This token has expired.")
    if found.user_id is None:
        raise LastfmError(Code.TOKEN_UNAUTHORISED, "This token has not been authorised.")
    app = await approval.redeem(database, token, found.user_id)
    if app is None:
        raise LastfmError(Code.AUTHENTICATION, "Invalid authentication token supplied.")
    return await _session(parameters, app)


async def get_mobile_session(parameters: Parameters) -> Node:
    """Open a session with an app password, plain or signed into ``authToken``."""
    user = parameters.required("username")
    database = parameters.call.database
    password, auth_token = parameters.get("password"), parameters.get("authtoken")
    if not password and not auth_token:
        raise LastfmError(Code.PARAMETERS, "Invalid parameters: password or authToken is missing.")
    app = await (
        login.by_password(database, user, password)
        if password
        else login.by_auth_token(database, user, auth_token)
    )
    if app is None:
        raise LastfmError(
            Code.AUTHENTICATION,
            "Authentication failed: use a connected app's password, not that of your account.",
        )
    return await _session(parameters, app)


async def get_session_info(parameters: Parameters) -> Node:
    """Return whose session it is."""
    found = await caller(parameters)
    return Node(
        "application",
        children=[
            Node(
                "session",
                children=[
                    leaf("name", found.user_name),
                    leaf("key", parameters.get("sk")),
                    leaf("subscriber", 0),
                ],
            ),
            leaf("country", ""),
        ],
    )


async def _session(parameters: Parameters, app: Caller) -> Node:
    key = await login.open_session(parameters.call.database, app, PROTOCOL, parameters.call.agent)
    return Node("session", children=[leaf("name", app.user_name), leaf("key", key), leaf("subscriber", 0)])


def _api_key(parameters: Parameters) -> str:
    key = parameters.required("api_key")
    if len(key) > _KEY_LENGTH:
        raise LastfmError(Code.API_KEY, "Invalid API key.")
    return key
