import io
import stat
import zipfile
from pathlib import Path

import pytest

from musaic.listening.history.errors import UnreadableFileError
from musaic.listening.history.reading.archive import MAX_ENTRIES, open_upload


def archive(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members:
            target.writestr(name, data)
    return buffer.getvalue()


def read_all(path: Path) -> None:
    with open_upload(path, "my.zip") as files:
        for file in files:
            with file.open() as stream:
                stream.read()


def refusal(data: bytes, folder: Path) -> str:
    path = folder / "upload"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        read_all(path)
    return caught.value.code


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize("name", ["/etc/x.json", "../x.json", "a/../../x.json", "C:\\x.json", "..\\x.json"])
def test_unsafe_paths_are_refused(name: str, tmp_path: Path) -> None:
    assert refusal(archive((name, b"[]")), tmp_path) == "archive_unsafe_path"


def test_links_are_refused(tmp_path: Path) -> None:
    assert refusal(archive((link(), b"/etc/passwd")), tmp_path) == "archive_link"


def test_archives_in_archives_are_refused(tmp_path: Path) -> None:
    data = archive(("x.json", b"[]"))
    for _ in range(10):
        data = archive(("inner.zip", data))
    assert refusal(data, tmp_path) == "archive_nested"


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    assert refusal(archive(("x.json", b" " * 20 * 1024 * 1024)), tmp_path) == "archive_bomb"


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    members = [(f"{number}.json", b"[]") for number in range(MAX_ENTRIES + 1)]
    assert refusal(archive(*members), tmp_path) == "archive_too_many_files"


def test_a_declared_size_over_the_limit_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive(("x.json", b"[]" * 100)))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (600 * 1024 * 1024).to_bytes(4, "little")
    assert refusal(bytes(data), tmp_path) == "archive_file_too_large"


def test_passwords_are_refused(tmp_path: Path) -> None:
    data = bytearray(archive(("x.json", b"[]")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data), tmp_path) == "archive_encrypted"


def test_damaged_content_is_refused(tmp_path: Path) -> None:
    data = bytearray(archive(("x.json", bytes(range(256)) * 40)))
    data[60:80] = b"\xff" * 20
    assert refusal(bytes(data), tmp_path) == "archive_damaged"


def test_a_cut_archive_is_refused_or_taken_for_another_format(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(archive(("x.json", b"[]"))[:-30])
    with open_upload(path, "my.zip") as files:
        assert [file.name for file in files] == ["my.zip"]


def test_members_with_equal_names_are_all_read(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path.write_bytes(archive(("a/x.json", b"[1]"), ("b/x.json", b"[2]"), ("a/x.json", b"[3]")))
    with open_upload(path, "my.zip") as files:
        contents = []
        for file in files:
            with file.open() as stream:
                contents.append((file.name, stream.read()))
    assert contents == [("x.json", b"[1]"), ("x.json", b"[2]"), ("x.json", b"[3]")]
