"""The PocketSphinx decoder in a process of its own: `python -m …sphinx_child`.

The decoder holds Python's global lock for seconds at a time; inside a worker that would starve
the heartbeat that keeps the job's lease. Here it may also crash or be killed without taking the
worker along. It ends by itself when its input closes, so a killed parent leaves no orphan.

Input: pieces, each a little-endian uint32 byte count and then 16 kHz mono int16 samples.
Output: first the line `ready`, then for each piece one line of JSON,
`[[word, first_frame, last_frame, probability], …]`, frames of 10 ms counted from the piece.
"""

import json
import struct
import sys
from typing import Any, BinaryIO

import pocketsphinx

_FILLER_MARKS = ("<", "[", "+")


def main(source: BinaryIO, sink: BinaryIO) -> None:
    """Serve pieces from `source` to `sink` until the input ends."""
    decoder = pocketsphinx.Decoder(
        hmm=pocketsphinx.get_model_path("en-us/en-us"),
        lm=pocketsphinx.get_model_path("en-us/en-us.lm.bin"),
        dict=pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"),
        loglevel="FATAL",
    )
    sink.write(b"ready\n")
    sink.flush()
    while len(header := source.read(4)) == 4:  # noqa: PLR2004 - a uint32
        (size,) = struct.unpack("<I", header)
        words = recognise(decoder, source.read(size))
        sink.write(json.dumps(words).encode() + b"\n")
        sink.flush()


def recognise(decoder: Any, pcm: bytes) -> list[tuple[str, int, int, float]]:
    """Decode one piece as one utterance and return its words without fillers."""
    decoder.start_utt()
    decoder.process_raw(pcm, no_search=False, full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return []
    return [
        # A pronunciation variant is written as word(2).
        (entry.word.split("(")[0], entry.start_frame, entry.end_frame, entry.prob)
        for entry in decoder.seg()
        if not entry.word.startswith(_FILLER_MARKS)
    ]


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
