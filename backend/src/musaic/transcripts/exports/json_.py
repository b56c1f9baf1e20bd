"""JSON: everything that is known, words with their times and confidences included."""

import json

from musaic.transcripts.exports.document import Document, Export, ExportSegment


def render(document: Document) -> str:
    """Render one object with keys in a fixed order, indented, letters as they are."""
    whole = {
        "title": document.title,
        "language": document.language,
        "language_detected": document.language_detected,
        "duration_ms": document.duration_ms,
        "engine": document.engine,
        "model": document.model,
        "quality": document.quality,
        "reason": document.reason,
        "text": "\n".join(segment.text for segment in document.segments if segment.text),
        "segments": [_segment(segment) for segment in document.segments],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _segment(segment: ExportSegment) -> dict[str, object]:
    return {
        "start_ms": segment.start_ms,
        "end_ms": segment.end_ms,
        "speaker": segment.speaker,
        "language": segment.language,
        "text": segment.text,
        "words": [
            {
                "start_ms": word.start_ms,
                "end_ms": word.end_ms,
                "text": word.text,
                "confidence": word.confidence,
            }
            for word in segment.words
        ],
    }


EXPORT = Export("json", "json", "application/json", render)
