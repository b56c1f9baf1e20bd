"""Charts asked for again in the same words: answered before the words are understood.

Most requests of an open dashboard were asked before. Reading their parameters and naming their
chart costs more than anything that is left to do, so replies are also kept by the request as it
was written, with the version of the history and the day that they belong to.
"""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from musaic.listening.analytics.cache import ChartCache, Reply
from musaic.listening.analytics.clock import today_in
from musaic.listening.analytics.repository.state import HistoryState
from musaic.listening.analytics.states import HistoryStates
from musaic.platform.deps import Runtime, current_user
from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.security.tokens import Principal

_BEARER = "bearer "


async def state_of(request: Request, pieces: Runtime, user: Principal) -> HistoryState:
    """Return the state of the caller's history, read once in a request."""
    known: HistoryState | None = getattr(request.state, "history", None)
    if known is None:
        known = await pieces.port(HistoryStates).of(user.user_id)
        request.state.history = known
    return known


class ChartRoute(APIRoute):
    """A route whose replies depend on the caller, the history, the day and the request's words alone."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        """Return the route's handler, with the short way before it."""
        compute = super().get_route_handler()

        async def answer(request: Request) -> Response:
            pieces: Runtime = request.app.state.runtime
            key = await _key_of(request, pieces)
            if key is None:
                return await compute(request)
            return await _answer(request, pieces.port(ChartCache), key, compute)

        return answer


def chart_router(**options: Any) -> APIRouter:
    """Return a router of charts; ``options`` are those of every router."""
    return APIRouter(route_class=ChartRoute, **options)


async def _answer(
    request: Request, cache: ChartCache, key: str, compute: Callable[[Request], Awaitable[Response]]
) -> Response:
    reply = cache.asked_before(key)
    if reply is None:
        response = await compute(request)
        if response.status_code == HTTPStatus.OK:
            cache.keep(key, Reply(dict(response.headers), bytes(response.body)))
        return response
    if reply.headers["etag"] in request.headers.get("if-none-match", ""):
        headers = {name: value for name, value in reply.headers.items() if not name.startswith("content-")}
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(reply.body, headers=reply.headers)


async def _key_of(request: Request, pieces: Runtime) -> str | None:
    """Return the request's words with what else the reply depends on; None for who must be refused."""
    bearer = request.headers.get("authorization", "")
    if bearer[: len(_BEARER)].casefold() != _BEARER:
        return None
    try:
        user = await current_user(request, bearer[len(_BEARER) :], pieces)
    except NotAuthenticatedError:
        return None
    state = await state_of(request, pieces, user)
    if state.wanted != state.timezone:
        return None
    today = today_in(ZoneInfo(state.timezone))
    words = f"{request.headers.get('accept', '')} {request.url.path}?{request.url.query}"
    # However long the words of a stranger are, they take no more room than these.
    digest = sha256(words.encode()).hexdigest()
    return f"{user.user_id}:{state.version:x}:{today}:{digest}"
