import hashlib
import hmac
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jws, jwt
from jose.utils import base64url_encode

from musaic.platform.errors import NotAuthenticatedError
from musaic.platform.security import keys as keys_module
from musaic.platform.security.keys import KeyRing, write_new_key
from musaic.platform.security.tokens import AUDIENCE, ISSUER, TOKEN_TYPE, Principal, TokenService

ANN = Principal(7, UUID("5f0c0a3e-6f5e-4a52-9d0e-1f3f6b1e0a01"), is_admin=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def service(folder: Path) -> TokenService:
    return TokenService(KeyRing.load_or_create(folder), ttl_s=600)


def claims(**changes: Any) -> dict[str, Any]:
    issued = datetime.now(UTC)
    good = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "7",
        "sid": str(ANN.session_id),
        "adm": True,
        "jti": uuid4().hex,
        "iat": issued,
        "exp": issued + timedelta(minutes=5),
    }
    return {name: value for name, value in (good | changes).items() if value is not None}


def sign(service: TokenService, payload: dict[str, Any], **headers: Any) -> str:
    key = service._keys.active
    return str(
        jwt.encode(payload, key.private, "RS256", headers={"kid": key.kid, "typ": TOKEN_TYPE} | headers)
    )


def test_round_trip(service: TokenService) -> None:
    assert service.verify(service.issue(ANN)) == ANN
    assert service.verify(sign(service, claims())) == ANN


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "sid", "adm", "jti", "iat", "exp"])
def test_every_claim_is_required(service: TokenService, claim: str) -> None:
    with pytest.raises(NotAuthenticatedError):
        service.verify(sign(service, claims(**{claim: None})))


PAST = datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"aud": "another-api"},
        {"aud": ["another-api"]},
        {"sub": "ann"},
        {"sid": "not a uuid"},
        {"adm": "true"},
        {"exp": PAST},
        {"nbf": datetime.now(UTC) + timedelta(minutes=5)},
        {"iat": "yesterday"},
    ],
)
def test_wrong_values_are_refused(service: TokenService, changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticatedError):
        service.verify(sign(service, claims(**changes)))


@pytest.mark.parametrize("headers", [{"typ": "JWT"}, {"kid": "nobody"}, {"kid": None}, {"kid": "../x"}])
def test_wrong_headers_are_refused(service: TokenService, headers: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticatedError):
        service.verify(sign(service, claims(), **headers))


def numeric(payload: dict[str, Any]) -> dict[str, Any]:
    return {
        key: int(value.timestamp()) if isinstance(value, datetime) else value
        for key, value in payload.items()
    }


def test_none_is_no_algorithm(service: TokenService) -> None:
    _, body, _ = sign(service, claims()).split(".")
    head = jws._encode_header("none", {"kid": service._keys.active.kid, "typ": TOKEN_TYPE}).decode()
    for token in (f"{head}.{body}.", f"{head}.{body}", f"{head}.{body}.e30"):
        with pytest.raises(NotAuthenticatedError):
            service.verify(token)


def test_public_key_is_no_shared_secret(service: TokenService, folder: Path) -> None:
    kid = service._keys.active.kid
    private = serialization.load_pem_private_key((folder / f"{kid}.pem").read_bytes(), password=None)
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = jws._encode_header("HS256", {"kid": kid, "typ": TOKEN_TYPE})
    signed = head + b"." + jws._encode_payload(numeric(claims()))
    forged = signed + b"." + base64url_encode(hmac.new(pem, signed, hashlib.sha256).digest())
    with pytest.raises(NotAuthenticatedError):
        service.verify(forged.decode())


def test_another_key_under_our_name_is_refused(service: TokenService) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    kid = service._keys.active.kid
    forged = jwt.encode(claims(), stranger.decode(), "RS256", headers={"kid": kid, "typ": TOKEN_TYPE})
    with pytest.raises(NotAuthenticatedError):
        service.verify(forged)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a" * 10_000, "é.é.é", "e30.e30.e30"])
def test_rubbish_is_refused(service: TokenService, token: str) -> None:
    with pytest.raises(NotAuthenticatedError):
        service.verify(token)


def test_one_changed_letter_is_refused(service: TokenService) -> None:
    head, body, signature = service.issue(ANN).split(".")
    body = ("A" if body[10] != "A" else "B").join((body[:10], body[11:]))
    with pytest.raises(NotAuthenticatedError):
        service.verify(f"{head}.{body}.{signature}")


class TestRotation:
    @pytest.fixture(autouse=True)
    def _notice_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keys_module, "_NOTICE_S", 0.0)
        monkeypatch.setattr(keys_module, "_NOTICE_UNKNOWN_S", 0.0)

    def test_running_processes_sign_with_the_new_key_and_honour_the_old(self, tmp_path: Path) -> None:
        running, other = (TokenService(KeyRing.load_or_create(tmp_path), ttl_s=600) for _ in range(2))
        before = running.issue(ANN)
        new = write_new_key(tmp_path)
        after = running.issue(ANN)
        assert jwt.get_unverified_header(after)["kid"] == new
        assert jwt.get_unverified_header(before)["kid"] != new
        for service in (running, other):
            assert service.verify(before) == service.verify(after) == ANN
        assert [key["kid"] for key in running.jwks()["keys"]][-1] == new

    def test_two_rotations_drop_the_oldest(self, tmp_path: Path) -> None:
        service = TokenService(KeyRing.load_or_create(tmp_path), ttl_s=600)
        before = service.issue(ANN)
        write_new_key(tmp_path)
        write_new_key(tmp_path)
        assert len(list(tmp_path.glob("*.pem"))) == 2
        with pytest.raises(NotAuthenticatedError):
            service.verify(before)

    def test_an_emptied_folder_stops_nobody(self, tmp_path: Path) -> None:
        service = TokenService(KeyRing.load_or_create(tmp_path), ttl_s=600)
        token = service.issue(ANN)
        for path in tmp_path.glob("*.pem"):
            path.unlink()
        assert service.verify(token) == ANN


def test_processes_that_start_together_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        rings = list(starts.map(KeyRing.load_or_create, [tmp_path / "keys"] * 8))
    assert len({ring.active.kid for ring in rings}) == 1


def test_many_processes_make_one_key_and_rotate_in_turn(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    script = (
        "import sys, time; from pathlib import Path;"
        "from musaic.platform.security.keys import KeyRing, write_new_key;"
        # all begin at one moment, however long each took to start
        "print('ready', flush=True); sys.stdin.readline();"
        "print(KeyRing.load_or_create(Path(sys.argv[1])).active.kid, flush=True); sys.stdin.readline();"
        "write_new_key(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", script, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, **pipes) for _ in range(4)]

    def told() -> list[str]:
        lines = [process.stdout.readline().strip() for process in processes]
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        return lines

    assert told() == ["ready"] * 4
    assert len(set(told())) == 1
    assert [process.wait(60) for process in processes] == [0] * 4
    for process in processes:
        process.stdin.close()
        process.stdout.close()
    assert len(list(folder.glob("*.pem"))) == keys_module.KEEP_KEYS
    assert [path.name for path in folder.glob(".*")] == [".lock"]


def test_unknown_names_do_not_read_the_folder_each_time(
    service: TokenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.verify(service.issue(ANN))
    reads: list[float] = []
    monkeypatch.setattr(service._keys, "_read", lambda: reads.append(time.monotonic()))
    service._keys._read_at = time.monotonic()
    for _ in range(50):
        service._keys.public_key("nobody")
    assert reads == []


def test_keys_are_for_their_owner_alone_and_publish_no_secret(tmp_path: Path) -> None:
    ring = KeyRing.load_or_create(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "keys").glob("*.pem"))
    (key,) = ring.jwks()["keys"]
    assert set(key) == {"kid", "kty", "alg", "use", "n", "e"}
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
