"""Transcripts for the exporters' tests: hand-made ones and generated ones."""

from hypothesis import strategies as st

from musaic.transcripts.exports import Document, ExportSegment, ExportWord

HOUR_MS = 3_600_000


def segment(start_ms: int, end_ms: int, text: str, **changes: object) -> ExportSegment:
    values: dict[str, object] = {"speaker": "S1", "language": "en", "words": ()} | changes
    return ExportSegment(start_ms=start_ms, end_ms=end_ms, text=text, **values)  # type: ignore[arg-type]


def document(*segments: ExportSegment, **changes: object) -> Document:
    values: dict[str, object] = {
        "title": "Interview",
        "language": "en",
        "language_detected": False,
        "duration_ms": 60_000,
        "engine": "builtin",
        "model": "pocketsphinx-en-us",
        "quality": "draft",
        "reason": None,
        "named_speakers": False,
    } | changes
    return Document(segments=segments, **values)  # type: ignore[arg-type]


def words(*entries: tuple[int, int, str]) -> tuple[ExportWord, ...]:
    return tuple(ExportWord(start, end, text, 0.5) for start, end, text in entries)


# Letters, Kazakh letters, markup, arrows, line breaks, controls, the replacement character.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(list("aZ әғқңөұүһі&<>-[]:|\n\r\t\u2028\u0085\x0b\x00\ufffd1,.")),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Ordered segments anywhere up to 200 hours, named or not."""
    starts = sorted(draw(st.lists(st.integers(0, 200 * HOUR_MS), max_size=8)))
    segments = [
        segment(
            start, start + draw(st.integers(1, 30_000)), draw(TEXTS), speaker=draw(TEXTS.filter(str.strip))
        )
        for start in starts
    ]
    return document(*segments, named_speakers=draw(st.booleans()), title=draw(TEXTS))
