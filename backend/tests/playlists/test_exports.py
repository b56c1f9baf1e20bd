"""Playlist files: readable by their own parsers, whatever a title holds."""

import csv
import io
import json
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from musaic.playlists.exports import FORMATS
from musaic.playlists.exports.format import ExportTrack

XSPF = "{http://xspf.org/ns/0/}"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
tracks = st.lists(
    st.builds(ExportTrack, st.integers(1, 99), texts, texts, st.none() | texts, st.integers(0, 10**7), texts),
    max_size=5,
)


@given(texts, tracks)
def test_xspf_is_well_formed_and_keeps_every_track(name: str, items: list[ExportTrack]) -> None:
    root = ET.fromstring(FORMATS["xspf"].write(name, items).encode())
    assert len(root.findall(f"{XSPF}trackList/{XSPF}track")) == len(items)


@given(texts, tracks)
def test_jspf_keeps_every_title(name: str, items: list[ExportTrack]) -> None:
    playlist = json.loads(FORMATS["jspf"].write(name, items))["playlist"]
    assert [entry["title"] for entry in playlist["track"]] == [item.title for item in items]


@given(texts, tracks)
def test_csv_has_a_row_a_track_and_no_formulas(name: str, items: list[ExportTrack]) -> None:
    rows = list(csv.reader(io.StringIO(FORMATS["csv"].write(name, items), newline="")))
    assert len(rows) == len(items) + 1
    assert not any(cell[:1] in {"=", "+", "-", "@"} for row in rows[1:] for cell in row[1:4])


@given(texts, tracks)
def test_m3u8_has_one_name_line_a_track(name: str, items: list[ExportTrack]) -> None:
    lines = FORMATS["m3u8"].write(name, items).split("\n")
    assert lines[0] == "#EXTM3U"
    assert sum(line.startswith("#EXTINF:") for line in lines) == len(items)
    assert sum(bool(line) and not line.startswith("#") for line in lines) == len(items)


def test_kazakh_letters_stay() -> None:
    track = ExportTrack(1, "Көзімнің қарасы", "Абай", None, 0, "why")
    assert all("Көзімнің қарасы" in form.write("ән", [track]) for form in FORMATS.values())
