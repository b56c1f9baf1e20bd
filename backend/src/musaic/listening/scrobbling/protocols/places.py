"""Where each protocol answers: clients differ, and people move here from other servers."""

from musaic.listening.scrobbling.protocols.approval_page import ApprovalPage
from musaic.listening.scrobbling.protocols.audioscrobbler import AudioscrobblerApi
from musaic.listening.scrobbling.protocols.door import Place
from musaic.listening.scrobbling.protocols.lastfm.routes import LastfmApi
from musaic.listening.scrobbling.protocols.listenbrainz.routes import ListenBrainzApi

_LISTENBRAINZ, _LASTFM, _AUDIOSCROBBLER = ListenBrainzApi(), LastfmApi(), AudioscrobblerApi()

# The first that takes a path wins: a handshake may come to any of the addresses of its kind.
PLACES: tuple[Place, ...] = (
    Place("", _AUDIOSCROBBLER, below=False, mark="hs"),
    Place("/1", _LISTENBRAINZ),
    Place("/apis/listenbrainz/1", _LISTENBRAINZ),
    Place("/apis/lbrnz/1", _LISTENBRAINZ),
    Place("/2.0", _LASTFM),
    Place("/apis/audioscrobbler/2.0", _LASTFM),
    Place("/apis/gnufm/2.0", _LASTFM),
    Place("/np_1.2", _AUDIOSCROBBLER, below=False),
    Place("/protocol_1.2", _AUDIOSCROBBLER, below=False),
    Place("/apis/audioscrobbler_legacy", _AUDIOSCROBBLER),
    Place("/apis/audioscrobbler/1.2", _AUDIOSCROBBLER),
    Place("/api/auth", ApprovalPage(), below=False),
)
