"""The matchers of this installation."""

from functools import cache

from musaic.platform import late
from musaic.playlists.ports import Matcher

# A new matcher is one file in adapters/ and one entry here. They are loaded by the first playlist:
# their mathematics would slow every start.
_ADAPTERS = ("artist:ArtistMatcher", "session_artist:SessionArtistMatcher")


@cache
def matchers() -> tuple[Matcher, ...]:
    """Return every matcher; the first call takes a fraction of a second, so make it in a thread."""
    return tuple(late.load(f"musaic.playlists.adapters.{adapter}")() for adapter in _ADAPTERS)
