"""Where files live: a folder of this machine, or a bucket."""

from pathlib import Path

from musaic.entrypoints import tables  # noqa: F401  foreign keys name tables of other rooms
from musaic.media.adapters.local import LocalBlobStore
from musaic.media.parts import MediaParts
from musaic.media.parts import install as install_media_parts
from musaic.media.ports import BlobStore
from musaic.media.signing import UrlSigner
from musaic.platform.database import Database
from musaic.platform.settings import Settings


def install_media(settings: Settings, database: Database) -> None:
    """Choose where files live, for this process: API and workers call it at start-up."""
    folder = settings.data_dir.absolute() / "media"
    install_media_parts(
        MediaParts(
            store=_blob_store(settings, folder),
            signer=UrlSigner.load_or_create(settings.secrets_dir / "media-links"),
            database=database,
            folder=folder,
            max_upload_bytes=settings.max_upload_bytes,
            user_quota_bytes=settings.user_quota_bytes,
            direct_downloads=settings.s3_direct_downloads,
        )
    )


def _blob_store(settings: Settings, folder: Path) -> BlobStore:
    if settings.storage == "local":
        return LocalBlobStore(folder / "blobs")
    # Half a second of start-up that only those with a bucket should pay.
    from musaic.media.adapters.s3 import S3BlobStore, S3Location  # noqa: PLC0415

    key, secret = settings.s3_access_key, settings.s3_secret_key
    return S3BlobStore(
        S3Location(
            bucket=settings.s3_bucket,
            region=settings.s3_region,
            endpoint_url=settings.s3_endpoint_url,
            access_key=key.get_secret_value() if key else None,
            secret_key=secret.get_secret_value() if secret else None,
        ),
        scratch=folder / "staging",
    )
