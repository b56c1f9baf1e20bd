"""Seconds, memory and quality of the embedded separation engine, beside baselines of the same run.

    cd backend && python benchmarks/separation.py [--data FOLDER] [--seconds 240]

Prints the wall time from a WAV on disk to two FLAC files, its ratio to a plain short-time transform round
trip and to a median-filter harmonic/percussive mask over the same song, the peak memory of the process, and
uSDR of unfamiliar generated clips. With a folder also of recorded ones, which the shipped fit has seen: the
fitting tool prints honest left-out figures.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
from scipy import fft
from scipy.ndimage import median_filter
from summary import summary

from musaic.media.audio.decode import decode
from musaic.media.audio.encode import FlacSink, WavSink
from musaic.studio.adapters.dsp.card import RATE
from musaic.studio.adapters.dsp.engine import DspSeparator
from musaic.studio.adapters.dsp.features import HOP, WINDOW
from musaic.studio.adapters.dsp.stream import ROOT_HANN
from musaic.studio.adapters.dsp.weights import shipped

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from fit_separation.clips import Clip, mixed, recorded
from fit_separation.instruments import STYLES, Audio, accompaniment
from fit_separation.scores import ROWS, baselines, score
from fit_separation.voices import sing, staged

UNSEEN_SEED = 977
SONG_S, GOAL_S = 240, 10
BLOCK = 65_536


def unseen() -> list[Clip]:
    """One clip of every style, from seeds that no fit uses."""
    clips = []
    for order, style in enumerate(STYLES):
        rng = np.random.default_rng([UNSEEN_SEED, order])
        voice = staged(sing(8.0, rng), rng)
        clips.append(mixed(style, ("sung", style), voice, accompaniment(style, 8.0, rng), -1.5 * order))
    return clips


def separate_file(source: Path, folder: Path) -> tuple[float, float]:
    """Wall and processor seconds (decoding child included) from file to two FLAC stems."""
    started, before = time.perf_counter(), sum(os.times()[:4])
    with (
        decode(source, rate=RATE, channels=2, block_frames=BLOCK) as blocks,
        FlacSink(folder / "vocals.flac", RATE, 2) as vocals,
        FlacSink(folder / "accompaniment.flac", RATE, 2) as rest,
    ):
        DspSeparator().separate(
            blocks,
            rate=blocks.rate,
            total_frames=blocks.frames_estimate,
            sinks={"vocals": vocals, "accompaniment": rest},
            progress=lambda _: None,
            check=lambda: None,
        )
    return time.perf_counter() - started, sum(os.times()[:4]) - before


def piecewise(song: Audio, work: Callable[[np.ndarray], np.ndarray]) -> float:
    """Seconds of a transform round trip in ten-second pieces with `work` on each spectrum."""
    started = time.perf_counter()
    for start in range(0, len(song) - WINDOW, 430 * HOP):
        piece = song[start : start + 430 * HOP + WINDOW]
        for channel in (0, 1):
            windows = np.lib.stride_tricks.sliding_window_view(piece[:, channel], WINDOW)[::HOP]
            waves = fft.irfft(work(fft.rfft(windows * ROOT_HANN)), WINDOW) * ROOT_HANN
            waves.sum()
    return time.perf_counter() - started


def median_mask(spectrum: np.ndarray) -> np.ndarray:
    """Harmonic/percussive soft mask with 17-point medians, as commonly done."""
    magnitude = np.abs(spectrum)
    harmonic = median_filter(magnitude, (17, 1))
    percussive = median_filter(magnitude, (1, 17))
    masked: np.ndarray = spectrum * harmonic**2 / (harmonic**2 + percussive**2 + 1e-12)
    return masked


def speed(clips: list[Clip], seconds: float) -> None:
    """Time a song joined from the clips, and its baselines."""
    joined = np.concatenate([clip.mixture for clip in clips])
    song = np.tile(joined, (int(seconds * RATE / len(joined)) + 1, 1))[: int(seconds * RATE)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with WavSink(folder / "song.wav", RATE, 2) as sink:
            sink.write(song)
        taken, processor = min(separate_file(folder / "song.wav", folder) for _ in range(2))
    plain = piecewise(song, lambda spectrum: spectrum)
    median = piecewise(song[: int(20 * RATE)], median_mask) * seconds / 20
    print(f"separation of {seconds:.0f} s stereo, WAV to two FLAC: {taken:.2f} s wall")
    print(f"  {processor:.2f} s of processor time, the decoding child included")
    print(f"  plain transform round trip {plain:.2f} s: ratio {taken / plain:.2f}")
    print(f"  median-filter mask {median:.1f} s (scaled from 20 s): ratio {taken / median:.2f}")
    print(f"  load average {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores")
    goal = GOAL_S * seconds / SONG_S
    summary(
        f"separation of a {seconds / 60:.0f}-minute song",
        f"{taken:.1f} s",
        bar=f"{goal:.0f} s",
        met=taken <= goal,
        ratio=f"{taken / median:.2f} x a plain median-filter mask",
    )


def memory(seconds: float) -> None:
    """Peak memory of separating generated noise of this length, fed block by block."""
    process, peak = psutil.Process(), 0
    rng = np.random.default_rng(1)
    piece = (0.1 * rng.standard_normal((BLOCK, 2))).astype(np.float32)
    count = int(seconds * RATE / BLOCK)

    def watch(_: float) -> None:
        nonlocal peak
        peak = max(peak, process.memory_info().rss)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with FlacSink(folder / "v.flac", RATE, 2) as vocals, FlacSink(folder / "a.flac", RATE, 2) as rest:
            DspSeparator().separate(
                (piece for _ in range(count)),
                rate=RATE,
                total_frames=count * BLOCK,
                sinks={"vocals": vocals, "accompaniment": rest},
                progress=watch,
                check=lambda: None,
            )
    print(f"peak memory over {seconds:.0f} s: {peak / 2**20:.0f} MiB (this process, imports included)")


def quality(clips: list[Clip]) -> None:
    """Print uSDR vocals / accompaniment per clip and mean."""
    print(f"{'uSDR, dB':20s}" + "".join(f"{name:>18s}" for name in ("engine", *ROWS)))
    table = []
    for clip in clips:
        pairs = [score(clip, shipped()), *baselines(clip).values()]
        table.append(pairs)
        print(f"{clip.name:20s}" + "".join(f"{v:9.2f} / {a:6.2f}" for v, a in pairs))
    means = np.mean(table, axis=0)
    summary(
        "separation quality, uSDR",
        f"vocals {means[0][0]:.1f} dB, accompaniment {means[0][1]:.1f} dB",
        ratio=f"{means[0][0] - means[-1][0]:+.1f} dB for vocals to {ROWS[-1]}",
    )
    print(f"{'mean':20s}" + "".join(f"{v:9.2f} / {a:6.2f}" for v, a in means))


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seconds", type=float, default=240.0)
    options = parser.parse_args()
    memory(options.seconds)
    clips = unseen()
    speed(clips, options.seconds)
    quality(clips)
    if options.data:
        print("recorded clips (seen by the shipped fit):")
        quality([clip for clip in recorded(options.data, UNSEEN_SEED) if clip.band == "funk"])


if __name__ == "__main__":
    main()
