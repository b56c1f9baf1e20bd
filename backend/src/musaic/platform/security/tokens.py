"""Access tokens: RS256 JWTs of ten minutes, every claim required and checked."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from jose import JWTError, jwt

from musaic.platform.clock import now
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.security.keys import ALGORITHM, KeyRing

AUDIENCE = "musaic-api"
ISSUER = "musaic"
TOKEN_TYPE = "at+jwt"  # noqa: S105  a media type, not a secret
# jose accepts tokens that lack a claim unless each one is required by name.
_REQUIRED = {f"require_{claim}": True for claim in ("aud", "exp", "iat", "iss", "sub", "jti")}


_KNOWN_S, _MOST_KNOWN = 5.0, 10_000


@dataclass(frozen=True)
class Principal:
    """Who is calling: the user, and the log-in session the token belongs to."""

    user_id: int
    session_id: UUID
    is_admin: bool


class TokenService:
    """Issues and verifies access tokens with one key ring."""

    def __init__(self, keys: KeyRing, *, ttl_s: int) -> None:
        self._keys = keys
        self.ttl_s = ttl_s
        # token -> (until when this answer may be given again, whom it speaks for)
        self._known: dict[str, tuple[float, Principal]] = {}

    def jwks(self) -> dict[str, list[dict[str, Any]]]:
        """Return the keys that verify, as a JSON Web Key Set."""
        return self._keys.jwks()

    def issue(self, principal: Principal) -> str:
        """Return a signed token for ``principal``, valid for ``ttl_s`` seconds."""
        issued = now()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(principal.user_id),
            "sid": str(principal.session_id),
            "adm": principal.is_admin,
            "jti": uuid4().hex,
            "iat": issued,
            "exp": issued + timedelta(seconds=self.ttl_s),
        }
        key = self._keys.active
        token: str = jwt.encode(claims, key.private, ALGORITHM, headers={"kid": key.kid, "typ": TOKEN_TYPE})
        return token

    def verify(self, token: str) -> Principal:
        """Return whom ``token`` speaks for; raises NotAuthenticatedError if it is not valid now.

        A good answer is remembered for some seconds, never beyond the token's end: verifying costs
        a fifth of a small request. Whether the session still stands is asked elsewhere, each time.
        """
        until, principal = self._known.get(token, (0.0, None))
        if principal is not None and time.time() < until:
            return principal
        claims, principal = self._verified(token)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[token] = (min(time.time() + _KNOWN_S, float(claims["exp"])), principal)
        return principal

    def _verified(self, token: str) -> tuple[dict[str, Any], Principal]:
        try:
            header = jwt.get_unverified_header(token)
            key = self._keys.public_key(str(header.get("kid")))
            if key is None or header.get("typ") != TOKEN_TYPE:
                raise NotAuthenticatedError
            claims = jwt.decode(
                token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options=_REQUIRED
            )
            if not isinstance(claims["adm"], bool):
                raise NotAuthenticatedError
            return claims, Principal(int(claims["sub"]), UUID(claims["sid"]), claims["adm"])
        except (JWTError, KeyError, ValueError, TypeError) as error:
            raise NotAuthenticatedError from error
