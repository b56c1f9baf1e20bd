"""The web application: routers listed room by room, and what surrounds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from musaic.accounts import router as accounts
from musaic.catalog import router as catalog
from musaic.entrypoints import documents, health
from musaic.entrypoints.demo import router as demo
from musaic.entrypoints.wiring import (
    JOB_KINDS,
    build_runtime,
    close_runtime,
    job_office,
    job_streams,
    live_hub,
    start_accounts,
)
from musaic.jobs import router as jobs
from musaic.jobs.public import JobKind
from musaic.listening import router as listening
from musaic.listening.scrobbling.protocols.door import ScrobbleDoor
from musaic.listening.scrobbling.protocols.places import PLACES
from musaic.media import router as media
from musaic.media.uploads import router as uploads
from musaic.platform.logging import configure_logging
from musaic.platform.settings import Settings, get_settings
from musaic.platform.watching import start_sentry
from musaic.platform.web import problems
from musaic.platform.web.bodies import BodyLimit
from musaic.platform.web.csrf import HEADER as CSRF_HEADER
from musaic.platform.web.limits import RateLimited, RateLimits
from musaic.platform.web.middleware import RequestContext, SecurityHeaders, UnexpectedErrors
from musaic.platform.web.openapi import DescribedAPI
from musaic.platform.web.pages import WebApp
from musaic.playlists import router as playlists
from musaic.studio import router as studio
from musaic.transcripts import router as transcripts

DESCRIPTION = "Listening history, stems, transcripts and playlists on one library."

REQUEST_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID")

# Their bodies are files: streamed to disk and measured on the way, each against its own limit.
STREAMING = ("/api/v1/media", "/api/v1/imports", "/api/v1/uploads")

# Rooms in the order of the documentation page. Routes are tried one after another, which costs 2 us
# each: the charts, which are read the most, stand first.
ROUTERS: tuple[APIRouter, ...] = (
    listening.router,
    accounts.router,
    jobs.router,
    media.router,
    uploads.router,
    catalog.router,
    studio.router,
    transcripts.router,
    playlists.router,
    demo.router,
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Build the process's pieces, and close them at the end."""
    settings: Settings = app.state.settings
    runtime = build_runtime(settings)
    app.state.runtime = runtime
    try:
        async with (
            start_accounts(runtime),
            job_office(settings, app.state.job_kinds, in_request=True),
            job_streams(runtime) as streams,
            live_hub(runtime) as hub,
        ):
            app.state.job_streams = streams
            app.state.live_hub = hub
            yield
    finally:
        await close_runtime(runtime)


def create_app(settings: Settings | None = None, kinds: tuple[JobKind, ...] = JOB_KINDS) -> FastAPI:
    """Return the application; nothing is opened before its lifespan starts."""
    settings = settings or get_settings()
    configure_logging(settings.log_level, json=settings.log_json)
    start_sentry(settings, "api")
    app = DescribedAPI(
        title="Musaic",
        version="0.1.0",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url="/api/docs",
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.job_kinds = kinds
    app.state.limits = RateLimits(settings)
    problems.install(app)
    app.include_router(health.router)
    app.include_router(documents.router)
    app.include_router(accounts.well_known)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    if settings.web_root is not None:
        # The router's last resort and not a mount at "/", which would swallow every 405.
        app.router.default = WebApp(settings.web_root)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(BodyLimit, streaming=STREAMING)
    app.add_middleware(RateLimited, limits=app.state.limits, tokens=lambda: app.state.runtime.tokens)
    app.add_middleware(SecurityHeaders, https=settings.secure_cookies)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["*"],
            # The refresh cookie too: a page of another port is the same site, and SameSite lets it.
            allow_credentials=True,
            allow_headers=[*REQUEST_HEADERS, CSRF_HEADER, *uploads.REQUEST_HEADERS],
            expose_headers=["X-Request-ID", "Retry-After", "Content-Disposition", *uploads.REPLY_HEADERS],
        )
    # In front of the rest: players have paths, limits, origins and words of their own.
    app.add_middleware(ScrobbleDoor, settings=settings, places=PLACES)
    app.add_middleware(RequestContext)
    return app
