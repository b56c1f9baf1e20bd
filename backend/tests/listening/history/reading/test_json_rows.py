import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from musaic.listening.history.errors import UnreadableFileError
from musaic.listening.history.reading.encoding import utf8_chunks
from musaic.listening.history.reading.json_rows import MAX_ROW_BYTES, BadRow, first_object, read_rows


class Row(msgspec.Struct):
    n: int
    name: str = ""


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def read(data: bytes, size: int = 4096) -> list[Any]:
    return [row for rows in read_rows(pieces(data, size), Row) for row in rows]


ROWS = [
    {"n": 1, "name": "plain"},
    {"n": 2, "name": 'brace } and "quote" , {'},
    {"n": 3, "name": "\\"},
    {"n": 4, "name": "Дала]}", "more": {"deep": [{"x": "}"}]}},
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 4096])
@pytest.mark.parametrize("indent", [None, 2])
def test_every_way_to_cut_the_stream_gives_the_same_rows(size: int, indent: int | None) -> None:
    data = json.dumps(ROWS, indent=indent).encode()
    assert [(row.n, row.name) for row in read(data, size)] == [(row["n"], row["name"]) for row in ROWS]


def test_an_empty_array_has_no_rows() -> None:
    assert read(b" [ ] ") == []


def test_a_row_with_a_wrong_value_is_reported_and_the_others_are_read() -> None:
    rows = read(b'[{"n":1},{"n":"many"},{"name":"no n"},{"n":"4"}]')
    assert [type(row) for row in rows] == [Row, BadRow, BadRow, Row]
    assert "$.n" in rows[1].detail
    assert rows[3].n == 4


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n", "file_empty"),
        (b'{"n":1}', "file_malformed"),
        (b'[{"n":1}', "file_truncated"),
        (b'[{"n":1},', "file_truncated"),
        (b'[{"n":1},{"n":2,"na', "file_truncated"),
        (b'[{"n":1},{"n":2,"name":"ab', "file_truncated"),
        (b'[{"n":1}] trailing', "file_malformed"),
        (b'[{"n":1}][{"n":2}]', "file_malformed"),
        (b'[{"n":1},,{"n":2}]', "file_malformed"),
        (b'[{"n":1},5,{"n":2}]', "file_malformed"),
        (b'[{"n" 1}]', "file_malformed"),
        (b'[{"n":1,"name":"a\0b"}]', "file_malformed"),
        (b"[" * 10 + b"]" * 10, "file_malformed"),
        (b"[" * 100_000, "file_malformed"),
        (b'[{"n":1,"name":"\xff\xfe"}]', "wrong_encoding"),
        (b'[{"n":1,"name":"\\ud800"}]', "file_malformed"),
        (b'[{"n":1},' + b" " * 10 + b'{"n":2' + b" " * (MAX_ROW_BYTES + 10), "file_malformed"),
    ],
)
def test_text_that_is_no_list_of_rows_ends_in_a_named_error(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read(data)
    assert caught.value.code == code


def test_deep_nesting_inside_a_row_does_no_harm() -> None:
    deep = b'[{"n":1,"x":' + b"[" * 5000 + b"]" * 5000 + b'},{"n":2}]'
    with pytest.raises(UnreadableFileError):
        read(deep)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str, tmp_path: Any) -> None:
    path = tmp_path / "rows.json"
    path.write_bytes(json.dumps(ROWS, ensure_ascii=False).encode(encoding))
    with path.open("rb") as stream:
        rows = [row for rows in read_rows(utf8_chunks(stream, 5), Row) for row in rows]
    assert [row.name for row in rows if isinstance(row, Row)] == [row["name"] for row in ROWS]


def test_cut_utf_16_is_a_wrong_encoding(tmp_path: Any) -> None:
    path = tmp_path / "rows.json"
    path.write_bytes(json.dumps(ROWS).encode("utf-16")[:-1])
    with path.open("rb") as stream, pytest.raises(UnreadableFileError) as caught:
        list(utf8_chunks(stream, 8))
    assert caught.value.code == "wrong_encoding"


def test_the_first_object_of_a_head() -> None:
    assert first_object(b' [ {"a": {"b": "}"}}, {"c"') == {"a": {"b": "}"}}
    assert first_object(b"[") is None
    assert first_object(b'{"a": 1}') is None
    assert first_object(b"[1, 2]") is None
