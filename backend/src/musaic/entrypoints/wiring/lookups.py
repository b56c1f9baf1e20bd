"""Services that know genres: each is there only if the operator has set it up."""

from importlib.metadata import version
from urllib.parse import urlsplit

from redis.asyncio import Redis

from musaic.integrations.outward import Outward
from musaic.integrations.tags import Caller, LastfmTags, MusicBrainzTags, SharedPace, TagSource
from musaic.integrations.tags.musicbrainz import INTERVAL_S
from musaic.listening.lookups.parts import install
from musaic.platform.settings import Settings

_LASTFM_INTERVAL_S = 0.25


def install_lookups(settings: Settings, redis: "Redis") -> None:
    """Choose the services of this process."""
    contact = settings.musicbrainz_contact
    agent = f"Musaic/{version('musaic')} ({contact or 'self-hosted'})"
    found: list[TagSource] = []
    if settings.lastfm_api_key is not None:
        pace = SharedPace(redis, LastfmTags.name, _LASTFM_INTERVAL_S)
        caller = Caller(_outward(settings.lastfm_url), pace, agent=agent)
        found.append(LastfmTags(caller, settings.lastfm_url, settings.lastfm_api_key.get_secret_value()))
    if contact is not None:
        pace = SharedPace(redis, MusicBrainzTags.name, INTERVAL_S)
        caller = Caller(_outward(settings.musicbrainz_url), pace, agent=agent)
        found.append(MusicBrainzTags(caller, settings.musicbrainz_url))
    install(found)


def _outward(url: str) -> Outward:
    """Return what sends to ``url``: the operator named it, so it may be a mirror in the own network."""
    return Outward(frozenset({urlsplit(url).netloc.lower()}))
