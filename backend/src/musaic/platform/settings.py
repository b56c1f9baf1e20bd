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

    model_config = SettingsConfigDict(env_prefix="MUSAIC_", env_file=".env", extra="ignore")

    # where Musaic answers and keeps its data
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str | None = None
    data_dir: Path = Path("var")
    web_root: Path | None = None
    # processes of the web server; absent: one a core, four at most, fewer where memory is short
    api_workers: int | None = Field(None, ge=1, le=64)

    # servers; absent means embedded
    database_url: str | None = None
    redis_url: str | None = None
    database_pool: int = Field(8, ge=2, le=64)

    # accounts
    registration_open: bool = True
    access_token_ttl_s: int = Field(600, ge=60, le=3600)
    refresh_idle_days: int = Field(30, ge=1)
    refresh_absolute_days: int = Field(90, ge=1)
    cors_origins: list[str] = []
    trusted_proxies: list[str] = []

    # rate limits: so many requests in a time, several separated by ";"
    rate_limits: bool = True
    rate_limit_requests: str = "3000/minute"
    rate_limit_credentials: str = "30/minute;300/hour"
    rate_limit_registrations: str = "20/minute;100/hour"
    rate_limit_refreshes: str = "120/minute"

    # media
    storage: Literal["local", "s3"] = "local"
    max_upload_bytes: int = Field(2 * GIBIBYTE, ge=MEBIBYTE)
    user_quota_bytes: int = Field(20 * GIBIBYTE, ge=MEBIBYTE)
    s3_endpoint_url: str | None = None
    s3_bucket: str = "musaic"
    s3_region: str = "us-east-1"
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    # let browsers fetch from the bucket itself; needs CORS there and its host in the app's policy
    s3_direct_downloads: bool = False

    # jobs
    worker_processes: int | None = Field(None, ge=1, le=256)
    job_lease_s: float = Field(30.0, ge=1)
    dispatch_tick_s: float = Field(1.0, gt=0)
    redispatch_after_s: float = Field(30.0, gt=0)
    job_backoff_s: float = Field(2.0, gt=0)

    # engines that the operator may bring
    whisper_model_dir: Path | None = None

    # watching
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = True
    sentry_dsn: SecretStr | None = None
    metrics_token: SecretStr | None = None

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
