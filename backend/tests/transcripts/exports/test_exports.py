"""What holds for every format, and the formats that need few words."""

import json

import pytest
from hypothesis import given

from musaic.transcripts.exports import EXPORTS, Document, export, file_name
from transcripts.exports.documents import HOUR_MS, document, documents, segment, words

KAZAKH = "Әдемі ғалам, қайда ңөұүһі?"


def test_the_promised_formats_exist() -> None:
    assert {"srt", "vtt", "txt", "json"} <= EXPORTS.keys()


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_transcript_is_a_valid_file(name: str) -> None:
    export(document(), name).decode()


@pytest.mark.parametrize("name", EXPORTS)
def test_kazakh_letters_and_replacement_characters_stay(name: str) -> None:
    shown = export(document(segment(0, 900, f"{KAZAKH} \ufffd")), name).decode()
    assert KAZAKH in shown
    assert "\ufffd" in shown


@pytest.mark.parametrize("name", EXPORTS)
def test_the_speaker_stays(name: str) -> None:
    shown = export(document(segment(0, 900, "hello", speaker="Аружан"), named_speakers=True), name)
    assert "Аружан" in shown.decode()


@given(documents())
def test_equal_documents_give_equal_bytes(wanted: Document) -> None:
    for name in EXPORTS:
        assert export(wanted, name) == export(wanted, name)


def test_a_lone_surrogate_does_not_break_a_file() -> None:
    for name in EXPORTS:
        export(document(segment(0, 900, "a \udc00 b")), name).decode()


def test_txt_joins_a_turn_and_parts_speakers_and_pauses() -> None:
    spoken = document(
        segment(0, 900, "one", speaker="A"),
        segment(900, 1_900, "two", speaker="A"),
        segment(1_900, 2_500, "three", speaker="B"),
        segment(9_000, 9_900, "four", speaker="B"),
        named_speakers=True,
    )
    assert export(spoken, "txt").decode() == "A: one two\nB: three\nB: four\n"


def test_txt_shows_where_speech_without_words_is() -> None:
    shown = export(document(segment(10, 950, ""), segment(2_346, 3_030, "")), "txt").decode()
    assert shown == "[00:00:00.010 - 00:00:00.950]\n[00:00:02.346 - 00:00:03.030]\n"


def test_json_holds_words_with_times_and_confidence() -> None:
    spoken = segment(150, 960, "ten", words=words((150, 340, "ten")))
    read = json.loads(export(document(spoken), "json"))
    assert read["segments"][0]["words"] == [
        {"start_ms": 150, "end_ms": 340, "text": "ten", "confidence": 0.5}
    ]
    assert read["quality"] == "draft"


@given(documents())
def test_tsv_has_four_fields_in_every_row(wanted: Document) -> None:
    head, *rows = export(wanted, "tsv").decode().removesuffix("\n").split("\n")
    assert head == "start\tend\tspeaker\ttext"
    assert [row.count("\t") for row in rows] == [3] * len(wanted.segments)


def test_lrc_counts_minutes_past_99() -> None:
    shown = export(document(segment(2 * HOUR_MS + 1_230, 2 * HOUR_MS + 9_000, "refrain")), "lrc").decode()
    assert "[120:01.23]refrain\n" in shown


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("talk.mp3", "talk.srt"),
        ("", "transcript.srt"),
        ('a"b\r\n/c.wav', "a_b _c.srt"),
        ("ән.wav", "ән.srt"),
    ],
)
def test_a_file_is_saved_under_its_title(title: str, wanted: str) -> None:
    assert file_name(title, "srt") == wanted
