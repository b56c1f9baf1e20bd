import html
import re

from hypothesis import given

from musaic.transcripts.exports import Document, export
from musaic.transcripts.exports.document import lines, one_line
from transcripts.exports.documents import HOUR_MS, document, documents, segment, words

TIMING = re.compile(r"(\d{2,}):(\d\d):(\d\d)\.(\d{3}) --> (\d{2,}):(\d\d):(\d\d)\.(\d{3})")


def parse(text: str) -> list[tuple[int, int, str | None, str]]:
    """Read WebVTT as a player does: blocks end at blank lines, tags are read, references resolved."""
    head, _, rest = text.partition("\n\n")
    assert head == "WEBVTT"
    cues = []
    for block in re.split(r"\n\n+", rest.rstrip("\n")) if rest.strip("\n") else []:
        _number, timing, *payload = block.split("\n")
        match = TIMING.fullmatch(timing)
        assert match, timing
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, match.groups())
        body = "\n".join(payload)
        voice = re.match(r"<v ([^>]*)>", body)
        body = re.sub(r"<[^>]*>", "", body)
        assert ">" not in body
        start, end = ((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2
        cues.append((start, end, _unescape(voice[1]) if voice else None, _unescape(body)))
    return cues


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_markup_in_the_text_is_escaped() -> None:
    shown = export(document(segment(0, 1_000, "a < b & c --> d </v>")), "vtt").decode()
    assert "a &lt; b &amp; c --&gt; d &lt;/v&gt;\n" in shown
    assert html.unescape("&lt;") == "<"


def test_speakers_are_voices() -> None:
    shown = export(document(segment(0, 900, "сәлем", speaker="A > B"), named_speakers=True), "vtt")
    assert "<v A &gt; B>сәлем\n" in shown.decode()


def test_hours_go_past_99() -> None:
    shown = export(document(segment(123 * HOUR_MS, 123 * HOUR_MS + 1, "late")), "vtt")
    assert "123:00:00.000 --> 123:00:00.001" in shown.decode()


def test_words_carry_their_times_for_reading_along() -> None:
    spoken = segment(
        150, 960, "ten of clubs", words=words((150, 340, "ten"), (340, 450, "of"), (450, 960, "clubs"))
    )
    shown = export(document(spoken), "vtt").decode()
    assert "ten <00:00:00.340>of <00:00:00.450>clubs\n" in shown


def test_times_of_words_rise_and_stay_inside_the_cue() -> None:
    spoken = segment(100, 400, "a b c", words=words((50, 90, "a"), (200, 300, "b"), (200, 500, "c")))
    shown = export(document(spoken), "vtt").decode()
    assert "a <00:00:00.200>b c\n" in shown


def test_an_edited_text_wins_over_the_words() -> None:
    spoken = segment(150, 960, "Ten of Clubs!", words=words((150, 340, "ten"), (340, 450, "of")))
    assert "\nTen of Clubs!\n" in export(document(spoken), "vtt").decode()


@given(documents())
def test_times_speakers_and_text_come_back(wanted: Document) -> None:
    cues = parse(export(wanted, "vtt").decode())
    assert len(cues) == len(wanted.segments)
    for (start, end, voice, text), each in zip(cues, wanted.segments, strict=True):
        assert (start, end) == (each.start_ms, each.end_ms)
        assert voice == (one_line(each.speaker) if wanted.named_speakers else None)
        assert text == "\n".join(lines(each.text))
