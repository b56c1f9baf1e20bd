import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musaic.media.uploads.errors import BadTusHeader
from musaic.media.uploads.protocol import parse_checksum, parse_metadata, parse_number

KEYS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters=","), min_size=1)


@given(st.dictionaries(KEYS.filter(lambda key: len(key) < 50), st.text(max_size=50), max_size=10))
def test_what_a_client_writes_is_read_back(values: dict[str, str]) -> None:
    pairs = [f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items()]
    assert parse_metadata(",".join(pairs)) == values


def test_a_flag_has_no_value() -> None:
    assert parse_metadata("is_confidential,filename YQ==") == {"is_confidential": "", "filename": "a"}
    assert parse_metadata(None) == parse_metadata("  ") == {}


@given(st.text())
def test_any_header_is_read_or_refused(text: str) -> None:
    for parse in (parse_metadata, parse_checksum, lambda header: parse_number("Upload-Offset", header)):
        try:
            parse(text)
        except BadTusHeader:
            continue


@pytest.mark.parametrize("header", ["a YQ==,a YQ==", "a b c", ",", "ключ YQ==", "a " + "A" * 9000])
def test_metadata_that_cannot_be_trusted(header: str) -> None:
    with pytest.raises(BadTusHeader):
        parse_metadata(header)


@given(st.integers(0, 10**18 - 1))
def test_numbers(value: int) -> None:
    assert parse_number("Upload-Length", str(value)) == value


@pytest.mark.parametrize("header", [None, "", "-1", "+1", "1.0", "0x1", "١٢", "1" * 30, " 1"])
def test_what_is_no_number(header: str | None) -> None:
    with pytest.raises(BadTusHeader):
        parse_number("Upload-Length", header)
