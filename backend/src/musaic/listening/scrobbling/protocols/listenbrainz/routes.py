"""The calls of the ListenBrainz API, by method and path below ``/1``."""

import re
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.call import Call, Trouble
from musaic.listening.scrobbling.protocols.listenbrainz import feedback, history, statistics, submission
from musaic.listening.scrobbling.protocols.listenbrainz.replies import ApiError, refusal, reply
from musaic.listening.scrobbling.protocols.listenbrainz.validation import (
    LISTEN_BYTES,
    MOST_LISTENS,
    InvalidSubmissionError,
)
from musaic.listening.scrobbling.service import login

Handler = Callable[[Call, Caller, str], Awaitable[Response]]
_TROUBLES = {
    Trouble.TOO_MANY: (429, "You have exceeded your rate limit."),
    Trouble.TOO_LARGE: (413, "The request is larger than any submission may be."),
    Trouble.AWAY: (503, "Musaic is catching its breath. Please try again in a few seconds."),
    Trouble.BROKEN: (500, "Something went wrong on our side. Please try again."),
    Trouble.METHOD: (405, "Method not allowed."),
}
_USER = r"(?P<user>[^/]+)"
# Everything here needs a token; `user` in a path must be the token's own.
_CALLS: tuple[tuple[str, re.Pattern[str], Handler], ...] = tuple(
    (method, re.compile(path), handler)
    for method, path, handler in (
        ("POST", "/submit-listens", submission.submit_listens),
        ("POST", "/delete-listen", submission.delete_listen),
        ("POST", "/playing-now/delete", submission.delete_playing_now),
        ("GET", "/latest-import", history.latest_import),
        ("POST", "/latest-import", history.set_latest_import),
        ("GET", f"/user/{_USER}/listens", history.listens),
        ("GET", f"/user/{_USER}/listen-count", history.listen_count),
        ("GET", f"/user/{_USER}/playing-now", history.playing_now),
        ("POST", "/feedback/recording-feedback", feedback.recording_feedback),
        ("GET", f"/feedback/user/{_USER}/get-feedback", feedback.get_feedback),
        ("GET", f"/stats/user/{_USER}/artists", statistics.artists),
        ("GET", f"/stats/user/{_USER}/releases", statistics.releases),
        ("GET", f"/stats/user/{_USER}/release-groups", statistics.release_groups),
        ("GET", f"/stats/user/{_USER}/recordings", statistics.recordings),
        ("GET", f"/stats/user/{_USER}/listening-activity", statistics.listening_activity),
    )
)


class ListenBrainzApi:
    """The protocol of that name."""

    name = "listenbrainz"
    most_bytes = LISTEN_BYTES * MOST_LISTENS

    async def answer(self, call: Call) -> Response:
        """Answer one call."""
        try:
            if call.path == "/validate-token":
                return await _validate_token(call)
            return await self._dispatch(call)
        except InvalidSubmissionError as error:
            return refusal(400, str(error))
        except ApiError as error:
            return refusal(error.status, error.message)

    def refuse(self, trouble: Trouble, call: Call | None) -> Response:  # noqa: ARG002  the port
        """Say what is wrong beside the call itself."""
        return refusal(*_TROUBLES[trouble])

    async def _dispatch(self, call: Call) -> Response:
        matches = [
            (method, match, handler)
            for method, path, handler in _CALLS
            if (match := path.fullmatch(call.path)) is not None
        ]
        if not matches:
            raise ApiError(404, "There is no such call.")
        for method, match, handler in matches:
            if method == call.method:
                caller = await _caller(call)
                user = match.groupdict().get("user", caller.user_name)
                # Histories are private: of others not even the name is told.
                if user.lower() != caller.user_name.lower():
                    raise ApiError(404, f"Cannot find user: {user}")
                return await handler(call, caller, user)
        raise ApiError(405, "Method not allowed.")


def _token(call: Call) -> str | None:
    """Return the second word of the header, whatever the first is: clients say token, Token, Bearer."""
    words = call.request.headers.get("authorization", "").split()
    return words[1] if len(words) > 1 else None


async def _caller(call: Call) -> Caller:
    token = _token(call)
    if token is None:
        raise ApiError(401, "You need to provide an Authorization header.")
    caller = await login.by_token(call.database, token)
    if caller is None:
        raise ApiError(401, "Invalid authorization token.")
    return caller


async def _validate_token(call: Call) -> Response:
    token = _token(call) or call.query.get("token")
    if not token:
        raise ApiError(400, "You need to provide an Authorization token.")
    caller = await login.by_token(call.database, token)
    if caller is None:
        return reply({"code": 200, "message": "Token invalid.", "valid": False})
    return reply({"code": 200, "message": "Token valid.", "valid": True, "user_name": caller.user_name})
