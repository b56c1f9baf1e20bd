"""Services that know genres and release years; each is off until the operator sets it up."""

from musaic.integrations.relays.target import CredentialsRefusedError, UnavailableError
from musaic.integrations.tags.calling import Caller, Pace, SharedPace
from musaic.integrations.tags.lastfm import LastfmTags
from musaic.integrations.tags.musicbrainz import MusicBrainzTags
from musaic.integrations.tags.source import Answer, ArtistAsked, SongAsked, TagSource

__all__ = [
    "Answer",
    "ArtistAsked",
    "Caller",
    "CredentialsRefusedError",
    "LastfmTags",
    "MusicBrainzTags",
    "Pace",
    "SharedPace",
    "SongAsked",
    "TagSource",
    "UnavailableError",
]
