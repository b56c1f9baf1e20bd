"""The pieces of the media room that live as long as the process.

The door's functions are called from requests and from jobs alike, so they find their parts here
instead of having them handed through every room above.
"""

from dataclasses import dataclass
from pathlib import Path

from musaic.media.ports import BlobStore
from musaic.media.signing import UrlSigner
from musaic.platform.database import Database


@dataclass(frozen=True)
class MediaParts:
    """What ``entrypoints.wiring`` builds; ``folder`` holds part files and files being received."""

    store: BlobStore
    signer: UrlSigner
    database: Database
    folder: Path
    max_upload_bytes: int
    user_quota_bytes: int
    direct_downloads: bool = False

    @property
    def staging(self) -> Path:
        """Where streams become files."""
        return self.folder / "staging"

    @property
    def uploads(self) -> Path:
        """Where resumable uploads grow."""
        return self.folder / "parts"


_installed: list[MediaParts] = []


def install(parts: MediaParts) -> None:
    """Use ``parts`` in this process from now on."""
    _installed[:] = [parts]


def parts() -> MediaParts:
    """Return the parts of this process; raises RuntimeError when start-up has not set them."""
    if not _installed:
        message = "The media room has no parts yet: call entrypoints.wiring.install_media first."
        raise RuntimeError(message)
    return _installed[0]
