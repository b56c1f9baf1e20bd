"""Every setting of Musaic, read once from the environment (prefix ``MUSAIC_``)."""

import ipaddress
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MEBIBYTE = 1024 * 1024
GIBIBYTE = 1024 * MEBIBYTE


class Settings(BaseSettings):
    """What an operator may set; every default works offline on one machine."""

    model_config = SettingsConfigDict(
        env_prefix="MUSAIC_", env_file=".env", extra="ignore", use_attribute_docstrings=True
    )

    host: str = "127.0.0.1"
    """Address that the web server listens on; `0.0.0.0` lets other machines in."""
    port: int = Field(8000, ge=1, le=65535)
    """Port of the web server."""
    public_url: str | None = None
    """Address that browsers use, when it is another than host and port (behind a proxy); with `https://`
    cookies are sent over HTTPS only."""
    data_dir: Path = Path("var")
    """Folder of everything that must be kept: database, files, keys."""
    web_root: Path | None = None
    """Folder of the built app; without it only the API answers. `make run` sets it."""
    api_workers: int | None = Field(None, ge=1, le=64)
    """Processes that answer HTTP; absent means one a core, four at most, fewer where memory is short."""

    database_url: str | None = None
    """PostgreSQL to use, `postgresql://user:password@host/name`; without it Musaic starts its own."""
    redis_url: str | None = None
    """Valkey or Redis to use, `redis://host:6379/0`; without it Musaic starts its own."""
    database_pool: int = Field(8, ge=2, le=64)
    """Most database connections of one process."""

    registration_open: bool = True
    """Whether anybody may make an account."""
    access_token_ttl_s: int = Field(600, ge=60, le=3600)
    """Seconds that an access token is good for."""
    refresh_idle_days: int = Field(30, ge=1)
    """Days after which a session that nobody used ends."""
    refresh_absolute_days: int = Field(90, ge=1)
    """Days after which every session ends."""
    cors_origins: list[str] = []
    """Other origins whose pages may call the API with cookies, as JSON: `["https://music.example.org"]`."""
    trusted_proxies: list[str] = []
    """Addresses or networks of proxies whose `X-Forwarded-For` is believed, as JSON."""

    rate_limits: bool = True
    """Whether requests are counted at all."""
    rate_limit_requests: str = "3000/minute"
    """API requests of one user, or of one address without a token."""
    rate_limit_credentials: str = "30/minute;300/hour"
    """Passwords and set-up tokens tried from one address."""
    rate_limit_registrations: str = "20/minute;100/hour"
    """Accounts made from one address."""
    rate_limit_refreshes: str = "120/minute"
    """Sessions prolonged from one address."""
    rate_limit_scrobbles: str = "1000/minute"
    """Requests of players (ListenBrainz, Last.fm, Audioscrobbler) from one address."""

    relay_hosts: list[str] = []
    """Hosts (`nas` or `nas:8080`) that listens may be passed on to although they are private or without
    TLS, as JSON."""

    lastfm_api_key: SecretStr | None = None
    """API key of Last.fm: asks it for the genres of what users listen to; absent means it is never asked."""
    lastfm_url: str = "https://ws.audioscrobbler.com/2.0/"
    """Address of Last.fm's API."""
    musicbrainz_contact: str | None = Field(None, min_length=3, max_length=200)
    """Your e-mail address or page, which MusicBrainz wants to know: asks it for genres and release years;
    absent means it is never asked."""
    musicbrainz_url: str = "https://musicbrainz.org"
    """Address of MusicBrainz, or of a mirror of it."""

    storage: Literal["local", "s3"] = "local"
    """Where files are kept: `local` (the data folder) or `s3`."""
    max_upload_bytes: int = Field(2 * GIBIBYTE, ge=MEBIBYTE)
    """Most bytes of one file."""
    user_quota_bytes: int = Field(20 * GIBIBYTE, ge=MEBIBYTE)
    """Most bytes that one user may keep."""
    s3_endpoint_url: str | None = None
    """Address of the object store; absent means AWS."""
    s3_bucket: str = "musaic"
    """Bucket of the files."""
    s3_region: str = "us-east-1"
    """Region of the bucket."""
    s3_access_key: SecretStr | None = None
    """Access key of the object store."""
    s3_secret_key: SecretStr | None = None
    """Secret key of the object store."""
    s3_direct_downloads: bool = False
    """Let browsers fetch from the bucket itself; needs CORS there and its host in the app's policy."""

    worker_processes: int | None = Field(None, ge=1, le=256)
    """Jobs that run at once; absent means one for each processor."""
    job_lease_s: float = Field(30.0, ge=1)
    """Seconds without a heartbeat after which a job is taken from its worker."""
    dispatch_tick_s: float = Field(1.0, gt=0)
    """Seconds between two looks for due jobs, when no notice comes before."""
    redispatch_after_s: float = Field(30.0, gt=0)
    """Seconds after which a published job that nobody took is published again."""
    job_backoff_s: float = Field(2.0, gt=0)
    """Seconds before a job is tried again; doubles with each attempt."""

    whisper_model_dir: Path | None = None
    """Folder of faster-whisper models (CTranslate2) for full transcripts; nothing is ever downloaded."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Least important log lines to write."""
    log_json: bool = True
    """Log lines as JSON instead of text for people."""
    sentry_dsn: SecretStr | None = None
    """Send unexpected errors to this Sentry."""
    metrics_token: SecretStr | None = None
    """Bearer token that opens `/metrics` to other machines; without it only this machine may read."""

    @field_validator("cors_origins")
    @classmethod
    def _no_wildcard(cls, origins: list[str]) -> list[str]:
        if any("*" in origin for origin in origins):
            message = "name each origin: with cookies, * would let every site act as its visitors"
            raise ValueError(message)
        return [origin.rstrip("/") for origin in origins]

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, proxies: list[str]) -> list[str]:
        for proxy in proxies:
            ipaddress.ip_network(proxy, strict=False)
        return proxies

    @property
    def base_url(self) -> str:
        """The address that a browser uses, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def tag_sources(self) -> list[str]:
        """The services that may be asked for genres."""
        wanted = {"lastfm": self.lastfm_api_key, "musicbrainz": self.musicbrainz_contact}
        return [name for name, key in wanted.items() if key is not None]

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies may demand HTTPS: on plain HTTP a browser would drop them."""
        return self.base_url.startswith("https://")

    @property
    def secrets_dir(self) -> Path:
        """Where keys and tokens made at first start live (mode 0700)."""
        return self.data_dir / "secrets"

    @property
    def signing_keys_dir(self) -> Path:
        """Where the keys of access tokens live, newest last by name."""
        return self.secrets_dir / "signing-keys"


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process."""
    return Settings()
