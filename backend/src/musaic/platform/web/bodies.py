"""How large a body may be that is read into memory as a whole."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from musaic.platform.errors import PayloadTooLargeError
from musaic.platform.web.problems import problem_response

MAX_BODY_BYTES = 1024 * 1024


class BodyLimit:
    """Refuses bodies above 1 MiB, except on paths that stream theirs and measure it themselves."""

    def __init__(self, app: ASGIApp, *, streaming: tuple[str, ...]) -> None:
        self.app = app
        self.streaming = streaming

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or answer 413."""
        if scope["type"] != "http" or scope["path"].startswith(self.streaming):
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
            error = PayloadTooLargeError()
            await problem_response(error.status, error.code, error.detail)(scope, receive, send)
            return
        received = 0

        async def receive_measured() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                # FastAPI turns any other exception met while it reads a body into a 400.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self.app(scope, receive_measured, send)
