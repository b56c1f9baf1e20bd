"""Transcripts: words wrong and time taken per class of clip, and a long recording's memory.

The baseline is the same decoder on the whole clip, uncut. Ratios below 1 are better than it.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from summary import summary
from tools.speech_clips import CLASSES, Clip, clips
from tools.word_errors import word_errors

from musaic.transcripts.adapters.builtin import BuiltinEngine
from musaic.transcripts.adapters.sphinx import SphinxProcess
from musaic.transcripts.ports import Hints, Language, TranscriptResult
from musaic.transcripts.recording import SAMPLE_RATE, ArrayRecording, Recording, Samples, spool

REPOSITORY = Path(__file__).resolve().parents[2]
HOURS = 2


def engine(recording: Recording, language: Language = "en") -> TranscriptResult:
    """Run the embedded engine without listening to its progress."""
    return BuiltinEngine().transcribe(
        recording, language=language, hints=Hints(), progress=lambda _step, _done: None, check=lambda: None
    )


def with_engine(recording: ArrayRecording) -> str:
    """Return the words of the embedded engine: cut by voice activity."""
    return " ".join(segment.text for segment in engine(recording).segments)


def uncut(recording: ArrayRecording) -> str:
    """Return the words of the same decoder on the whole recording."""
    with SphinxProcess(lambda: None) as sphinx:
        return " ".join(word.text for word in sphinx.recognise(recording.read(0, recording.frames)))


def score(chosen: Sequence[Clip], listen: Callable[[ArrayRecording], str]) -> tuple[float, float]:
    """Return (word error rate, seconds of work a second of audio) over clips."""
    wrong = total = 0
    seconds = audio = 0.0
    for clip in chosen:
        recording = clip.recording()
        start = time.perf_counter()
        heard = listen(recording)
        seconds += time.perf_counter() - start
        audio += recording.duration_ms / 1000
        errors, words = word_errors(clip.transcript or "", heard)
        wrong, total = wrong + errors, total + words
    return wrong / total, seconds / audio


def compare(known: dict[str, Clip]) -> None:
    """Print one line a class of clip."""
    for name, ids in CLASSES.items():
        chosen = [known[each] for each in ids]
        wer, rtf = score(chosen, with_engine)
        base_wer, base_rtf = score(chosen, uncut)
        ratio = f"{wer / base_wer:.2f}" if base_wer else "baseline without errors"
        print(
            f"{name:15} {len(chosen)} clips  WER {wer:.3f}  RTF {rtf:.2f}  "
            f"(uncut: WER {base_wer:.3f}, RTF {base_rtf:.2f}; "
            f"ratio of WER {ratio}, of time {rtf / base_rtf:.2f})"
        )
        figure = f"RTF {rtf:.2f}, WER {wer:.2f}"
        summary(f"transcript, {name}", figure, ratio=f"{rtf / base_rtf:.2f} x the time uncut, WER {ratio} x")


def long_blocks(clip: Samples) -> Iterator[Samples]:
    """Yield ten-second blocks, two hours of them, from one clip said again and again."""
    block = np.resize(clip, 10 * SAMPLE_RATE)
    for _ in range(HOURS * 360):
        yield block


def long_recording(known: dict[str, Clip]) -> None:
    """Print time and memory for two hours of speech, timed but not put into words."""
    clip = known["jfk"].recording()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        spool(long_blocks(clip.read(0, clip.frames)), Path(folder) / "speech.f32") as recording,
    ):
        result = engine(recording, "kk")
    seconds = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    whole = HOURS * 3600 * SAMPLE_RATE * 4 / 2**20
    print(
        f"{HOURS} h timed in {seconds:.0f} s (RTF {seconds / (HOURS * 3600):.4f}), "
        f"{len(result.segments)} segments, memory grew by {grown:.0f} MiB "
        f"(ratio {grown / whole:.2f} to the samples held whole, {whole:.0f} MiB)"
    )
    summary(
        f"{HOURS} hours of speech timed",
        f"RTF {seconds / (HOURS * 3600):.4f}, {grown:.0f} MiB more",
        ratio=f"{grown / whole:.2f} x the samples held whole",
    )


def main() -> None:
    """Run all, or say by name what is missing."""
    folder = Path(os.environ.get("MUSAIC_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        print("skipped: no shared data beside this checkout")
        return
    known = clips(folder)
    compare(known)
    long_recording(known)


if __name__ == "__main__":
    main()
