"""Files that are cut, damaged, or made to hurt: a clear error or a clean partial result, never more."""

import io
import json
import random
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures.exports import BY_FORMAT, EXPORTS, Export, table, workbook, youtube_cell, youtube_page, zipped
from musaic.listening.history.errors import UnreadableFileError
from musaic.listening.history.importers import importers
from musaic.listening.history.ports import ColumnMap
from musaic.listening.history.reading.archive import MEBIBYTE
from musaic.listening.history.service.options import Options
from musaic.listening.history.service.preview import look_into
from musaic.listening.history.service.read import read_upload
from musaic.listening.history.staged import Tally

ALL = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.formats)
KEEP_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def read(data: bytes, folder: Path, wanted: str | None = None, mapping: ColumnMap | None = None) -> Tally:
    """Read an upload as the job does, up to the transaction."""
    path = folder / "upload"
    path.write_bytes(data)
    _, tally = read_upload(
        path,
        "upload",
        folder,
        wanted=wanted,
        zone=ZoneInfo("Asia/Almaty"),
        report=lambda _: None,
        maps=mapping,
    )
    return tally


def verdict(data: bytes, folder: Path, wanted: str | None = None) -> str:
    """Return the code of the refusal, or ``read``; any other exception is the test's failure."""
    try:
        tally = read(data, folder, wanted)
    except UnreadableFileError as error:
        return error.code if error.message.endswith(".") else "no sentence"
    assert 0 <= tally.skipped + tally.rejected <= tally.rows_read
    return "read"


def look(data: bytes, folder: Path) -> str:
    path = folder / "upload"
    path.write_bytes(data)
    try:
        look_into(path, "upload", folder, Options(), "UTC")
    except UnreadableFileError as error:
        return error.code
    return "read"


@ALL
@settings(max_examples=25, deadline=None, suppress_health_check=KEEP_FIXTURES)
@given(st.data())
def test_a_file_cut_anywhere(export: Export, tmp_path: Path, data: st.DataObject) -> None:
    cut = export.data[: data.draw(st.integers(0, len(export.data) - 1))]
    assert verdict(cut, tmp_path)
    assert look(cut, tmp_path)


@ALL
@settings(max_examples=25, deadline=None, suppress_health_check=KEEP_FIXTURES)
@given(st.integers(0, 2**32))
def test_a_file_with_changed_bytes(export: Export, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311  hypothesis draws the seed
    changed = bytearray(export.data)
    for _ in range(draw.randint(1, 8)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    assert verdict(bytes(changed), tmp_path)
    assert look(bytes(changed), tmp_path)


@pytest.mark.parametrize("name", [importer.name for importer in importers()])
@settings(max_examples=15, deadline=None, suppress_health_check=KEEP_FIXTURES)
@given(st.binary(max_size=300))
@example(b"")
@example(b"\0")
@example(b"\xff\xfe\0")
def test_any_bytes_asked_to_be_a_format(name: str, tmp_path: Path, data: bytes) -> None:
    assert verdict(data, tmp_path, wanted=name)


def test_json_that_is_cut_is_never_a_short_history(tmp_path: Path) -> None:
    for name in ("lastfm_json", "listenbrainz_json", "maloja", "koito", "youtube_json"):
        data = BY_FORMAT[name].data
        for length in range(len(data) // 2, len(data) - 1, 37):
            code = verdict(data[:length], tmp_path)
            assert code in {"file_truncated", "format_not_recognised"}, (name, length)


def test_jsonl_and_pages_that_are_cut_are_never_a_short_history(tmp_path: Path) -> None:
    for name in ("pano_jsonl", "youtube_html"):
        data = BY_FORMAT[name].data
        for length in range(len(data) * 2 // 3, len(data) - 20, 11):
            code = verdict(data[:length], tmp_path)
            whole_lines = name == "pano_jsonl" and data[length - 1 : length] in {b"\n", b"}"}
            assert code == "file_truncated" or whole_lines, (name, length)


def nested(levels: int, name: str, inside: bytes) -> bytes:
    for _ in range(levels):
        inside = zipped({name: inside})
    return inside


def test_ten_archives_in_one_another(tmp_path: Path) -> None:
    assert verdict(nested(10, "inner.zip", b"x"), tmp_path) == "archive_nested"
    assert verdict(nested(10, "Apple_Media_Services.zip", b"x"), tmp_path) == "archive_nested"


def test_ten_levels_of_json(tmp_path: Path) -> None:
    deep = json.dumps([{"ts": "2024-05-01T10:00:00Z", "episode_name": None}])[:-2]
    for levels in (10, 100_000):
        data = f'{deep}, "x": {"[" * levels}{"]" * levels}}}]'.encode()
        assert verdict(data, tmp_path) in {"read", "file_malformed", "format_not_recognised"}
    assert verdict(b"[" * 10 + b"]" * 10, tmp_path) == "format_not_recognised"


def test_bombs(tmp_path: Path) -> None:
    zeros = b" " * (20 * MEBIBYTE)
    assert verdict(zipped({"x.csv": zeros}), tmp_path) == "archive_bomb"
    inner = zipped({"Apple Music Activity/Apple Music Play Activity.csv": zeros})
    assert verdict(zipped({"Apple_Media_Services.zip": inner}), tmp_path) == "archive_bomb"
    overlapping = zipped({f"{number}.csv": b"x" for number in range(1001)})
    assert verdict(overlapping, tmp_path) == "archive_too_many_files"


def test_a_directory_too_long_to_be_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"x.json": b"[]"}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = (80 * MEBIBYTE).to_bytes(4, "little")
    assert verdict(bytes(data), tmp_path) == "archive_too_many_files"


def workbook_with(member: str, content: bytes) -> bytes:
    """Return Deezer's workbook with one of its parts replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BY_FORMAT["deezer"].data)) as book,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in {*book.namelist(), member}:
            out.writestr(name, content if name == member else book.read(name))
    return buffer.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&d;</t></si></sst>"""
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'
    b"</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("member", "content", "code"),
    [
        ("xl/sharedStrings.xml", LAUGHS, "archive_bomb"),
        ("xl/worksheets/sheet2.xml", LAUGHS, "archive_bomb"),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row><c r="XFD1"><v>1</v></c></row>', "archive_bomb"),
        ("xl/worksheets/sheet2.xml", SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "read"),
        ("xl/worksheets/sheet2.xml", SHEET % (b"<row><c><v>1</v></c></row>" * 600_000), "archive_bomb"),
        ("xl/worksheets/sheet2.xml", SHEET % b"<row><c>", "file_malformed"),
        ("xl/worksheets/sheet2.xml", b"", "file_malformed"),
        ("xl/workbook.xml", b"<workbook", "format_not_recognised"),
        ("xl/_rels/workbook.xml.rels", LAUGHS, "format_not_recognised"),
    ],
)
def test_workbooks_made_to_hurt(member: str, content: bytes, code: str, tmp_path: Path) -> None:
    assert verdict(workbook_with(member, content), tmp_path) == code


def test_a_workbook_that_is_no_export(tmp_path: Path) -> None:
    assert verdict(workbook(("a", "b"), sheet="Sheet1"), tmp_path) == "format_not_recognised"
    assert verdict(workbook(("a", "b")), tmp_path) == "read"


def test_tables_made_to_hurt(tmp_path: Path) -> None:
    start = table(("uts", "artist", "track"), (1714557600, "A", "B"))
    assert verdict(start + b'1,"' + b"x" * (2 * MEBIBYTE), tmp_path) == "row_too_long"
    assert verdict(start + b'1,"' + b"x\n" * MEBIBYTE, tmp_path) == "row_too_long"
    assert verdict(start + b"," * 1_000_000 + b"\n", tmp_path) == "row_too_long"
    assert verdict(start + b"x" * (2 * MEBIBYTE), tmp_path) == "row_too_long"
    assert verdict(start + b'1714557600,"open', tmp_path) == "file_truncated"
    tally = read(start + b'1714557600,"a"b,"c"\n1714557600,A,nul\0\n1714557601,A,C\n', tmp_path)
    assert (tally.rows_read, tally.rejected) == (4, 2)


def test_pages_made_to_hurt(tmp_path: Path) -> None:
    cell = youtube_cell("<script>alert(1)</script>&lt;b&gt;", "A &amp; B - Topic", "1 May 2024, 10:00:00 UTC")
    assert read(youtube_page(cell), tmp_path).rejected == 0
    names = (tmp_path / "names.copy").read_text()
    assert "A & B" in names
    assert "alert(1)<b>" in names
    endless = youtube_page(cell).replace(b"</html>", b"<i>" * MEBIBYTE)
    assert verdict(endless, tmp_path) == "row_too_long"


def test_lines_made_to_hurt(tmp_path: Path) -> None:
    assert verdict(b"#AUDIOSCROBBLER/1.1\n" + b"x" * (2 * MEBIBYTE), tmp_path) == "row_too_long"
    jsonl = BY_FORMAT["pano_jsonl"].data
    assert verdict(jsonl + b'{"timeMs": 1, "x": "' + b"y" * (2 * MEBIBYTE), tmp_path) == "row_too_long"
    assert read(jsonl + b"no json\n" + jsonl, tmp_path).rejected == 1


def test_wrong_encodings(tmp_path: Path) -> None:
    data = BY_FORMAT["listenbrainz_json"].data.decode()
    assert verdict(data.encode("utf-16"), tmp_path) == "read"
    assert verdict(data.encode("utf-16")[:-1], tmp_path) == "wrong_encoding"
    late = json.dumps(json.loads(data)).encode()[:-1] + b', {"track_metadata": {"track_name": "\xc0"}}]'
    assert verdict(late, tmp_path) == "wrong_encoding"


ODD = ("0", "-1", "1e400", "NaN", "Infinity", "99999999999999999999", '"x"', "null", "[]", "true")


@pytest.mark.parametrize("moment", ODD)
def test_moments_that_are_none(moment: str, tmp_path: Path) -> None:
    good = '{"listened_at": 1714557600, "track_metadata": {"track_name": "T", "artist_name": "A"}}'
    bad = f'{{"listened_at": {moment}, "track_metadata": {{"track_name": "T", "artist_name": "A"}}}}'
    tally = read(f"{good}\n{bad}\n{good}\n".encode(), tmp_path)
    assert (tally.rows_read, tally.rejected + tally.skipped) == (3, 1)


def test_a_mapping_for_other_columns(tmp_path: Path) -> None:
    mapping = ColumnMap(title="nothing", time="here")
    with pytest.raises(UnreadableFileError) as caught:
        read(table(("a", "b"), (1, 2)), tmp_path, mapping=mapping)
    assert caught.value.code in {"format_not_recognised", "columns_missing"}
