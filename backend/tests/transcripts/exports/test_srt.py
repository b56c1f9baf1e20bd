import re

from hypothesis import given

from musaic.transcripts.exports import Document, export
from musaic.transcripts.exports.document import lines, one_line
from transcripts.exports.documents import HOUR_MS, document, documents, segment

CUE = re.compile(
    r"(\d+)\n(\d{2,}):(\d\d):(\d\d),(\d{3}) --> (\d{2,}):(\d\d):(\d\d),(\d{3})\n((?:.+\n)+|\n)\n"
)


def parse(text: str) -> list[tuple[int, int, str]]:
    """Read SubRip strictly: every character belongs to a cue, numbers count from 1."""
    cues, at = [], 0
    while at < len(text):
        match = CUE.match(text, at)
        assert match, text[at : at + 80]
        number, *times, payload = match.groups()
        assert int(number) == len(cues) + 1
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, times)
        start, end = ((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2
        cues.append((start, end, payload.strip("\n")))
        at = match.end()
    return cues


def test_cues_are_numbered_and_timed() -> None:
    shown = export(document(segment(500, 2_000, "ten of clubs"), segment(2_000, 61_001, "go")), "srt")
    assert shown.decode() == (
        "1\n00:00:00,500 --> 00:00:02,000\nten of clubs\n\n2\n00:00:02,000 --> 00:01:01,001\ngo\n\n"
    )


def test_speakers_stand_before_their_words() -> None:
    shown = export(document(segment(0, 900, "сәлем", speaker="Әлия"), named_speakers=True), "srt")
    assert "[Әлия]: сәлем\n" in shown.decode()


def test_hours_go_past_99() -> None:
    shown = export(document(segment(123 * HOUR_MS, 123 * HOUR_MS + 1, "late")), "srt")
    assert "123:00:00,000 --> 123:00:00,001" in shown.decode()


def test_an_arrow_in_the_text_is_no_timing_line() -> None:
    shown = export(document(segment(0, 9, "00:00:01,000 --> 00:00:02,000")), "srt").decode()
    assert shown.count("-->") == 1


@given(documents())
def test_times_speakers_and_text_come_back(wanted: Document) -> None:
    cues = parse(export(wanted, "srt").decode())
    assert len(cues) == len(wanted.segments)
    for (start, end, payload), each in zip(cues, wanted.segments, strict=True):
        text = "\n".join(lines(each.text)).replace("-->", "-- >")
        label = one_line(each.speaker).replace("]", ")").replace("-->", "-- >")
        assert (start, end) == (each.start_ms, each.end_ms)
        assert payload == (f"[{label}]: {text}".rstrip() if wanted.named_speakers else text)
