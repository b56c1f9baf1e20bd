"""Properties that every separation must have, whatever its quality."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from musaic.media.audio.decode import decode
from musaic.media.audio.encode import FlacSink
from musaic.studio.adapters.dsp.engine import DspSeparator
from musaic.studio.ports import SeparationOutcome

Audio = NDArray[np.float32]
RATE = 44_100
STEP = 1 / 32768


class Kept:
    """A sink in memory."""

    def __init__(self) -> None:
        self.blocks: list[Audio] = []

    def write(self, block: Audio) -> None:
        self.blocks.append(block.copy())

    def audio(self) -> Audio:
        return np.concatenate(self.blocks) if self.blocks else np.zeros((0, 2), np.float32)


def cut(audio: Audio, size: int) -> Iterator[Audio]:
    for start in range(0, len(audio), size):
        yield audio[start : start + size]


def separate(
    audio: Audio, *, size: int = 65_536, block_frames: int = 256, threads: int = 2
) -> tuple[Audio, Audio, SeparationOutcome]:
    vocals, rest = Kept(), Kept()
    outcome = DspSeparator(block_frames=block_frames, threads=threads).separate(
        cut(audio, size),
        rate=RATE,
        total_frames=len(audio),
        sinks={"vocals": vocals, "accompaniment": rest},
        progress=lambda _: None,
        check=lambda: None,
    )
    return vocals.audio(), rest.audio(), outcome


def song(seconds: float, seed: int = 1) -> Audio:
    """A gliding centred tone with harmonics over panned chords and noise bursts."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(220 * 2 ** (0.3 * np.sin(2 * np.pi * 0.4 * t))) / RATE
    voice = sum(np.sin(k * phase) / k for k in range(1, 12)) * (np.sin(2 * np.pi * 0.25 * t) > -0.3)
    chords = np.stack([np.sin(2 * np.pi * 330 * t), np.sin(2 * np.pi * 392 * t)], axis=1)
    bursts = rng.standard_normal((len(t), 2)) * np.exp(-((t * 2) % 1) * 9)[:, None]
    mixture = 0.15 * voice[:, None] + 0.15 * chords + 0.1 * bursts
    return mixture.astype(np.float32)


def test_stems_sum_to_the_mixture_and_keep_its_length() -> None:
    mixture = song(7.3)
    vocals, rest, outcome = separate(mixture)
    assert vocals.shape == rest.shape == mixture.shape
    assert outcome.frames == len(mixture)
    assert np.abs(vocals + rest - mixture).max() < 1e-6
    assert outcome.note is None


def test_sixteen_bit_files_sum_to_the_mixture_within_a_step(tmp_path: Path) -> None:
    mixture = np.clip(song(5.0) * 3, -1, 1 - STEP)  # hot enough that careless stems would clip
    soundfile.write(tmp_path / "mix.wav", mixture, RATE, subtype="PCM_16")
    with (
        decode(tmp_path / "mix.wav", rate=RATE, channels=2, block_frames=30_000) as blocks,
        FlacSink(tmp_path / "v.flac", RATE, 2) as vocals,
        FlacSink(tmp_path / "a.flac", RATE, 2) as rest,
    ):
        DspSeparator().separate(
            blocks,
            rate=RATE,
            total_frames=blocks.frames_estimate,
            sinks={"vocals": vocals, "accompaniment": rest},
            progress=lambda _: None,
            check=lambda: None,
        )
    parts = [soundfile.read(tmp_path / name, dtype="int16")[0].astype(int) for name in ("v.flac", "a.flac")]
    whole = soundfile.read(tmp_path / "mix.wav", dtype="int16")[0].astype(int)
    assert np.abs(parts[0] + parts[1] - whole).max() <= 1


@pytest.mark.parametrize(("size", "block_frames"), [(1000, 50), (65_536, 100), (44_100, 1000), (7, 430)])
def test_block_sizes_do_not_change_the_result(size: int, block_frames: int) -> None:
    mixture = song(6.0)[: 260_000 if size > 7 else 40_000]
    expected, _, _ = separate(mixture, size=1 << 20, block_frames=4000)
    vocals, _, _ = separate(mixture, size=size, block_frames=block_frames)
    assert np.abs(vocals - expected).max() < 1e-5


def test_threads_do_not_change_the_result() -> None:
    mixture = song(15.0)
    assert np.array_equal(separate(mixture, threads=1)[0], separate(mixture, threads=2)[0])


@pytest.mark.parametrize("frames", [0, 1, 100, 4095, 4096, 4410, 30_000])
def test_short_clips(frames: int) -> None:
    mixture = song(1.0)[:frames]
    vocals, rest, outcome = separate(mixture)
    assert vocals.shape == rest.shape == (frames, 2)
    assert outcome.frames == frames
    assert np.isfinite(vocals).all()


def test_silence_stays_silent() -> None:
    vocals, rest, _ = separate(np.zeros((3 * RATE, 2), np.float32))
    assert not vocals.any()
    assert not rest.any()


def test_silence_between_sounds_gives_no_nan() -> None:
    mixture = song(6.0)
    mixture[2 * RATE : 4 * RATE] = 0
    vocals, rest, _ = separate(mixture)
    assert np.isfinite(vocals).all()
    assert np.isfinite(rest).all()


@pytest.mark.parametrize("gain", [0.01, 0.3, 2.0])
def test_the_level_does_not_matter(gain: float) -> None:
    mixture = song(4.0)
    loud, _, _ = separate(mixture)
    scaled, _, _ = separate(mixture * np.float32(gain))
    error = np.sqrt(((scaled / gain - loud) ** 2).mean() / (loud**2).mean())
    assert error < 0.02


def test_swapping_channels_swaps_the_stems() -> None:
    mixture = song(4.0)
    vocals, _, _ = separate(mixture)
    swapped, _, _ = separate(np.ascontiguousarray(mixture[:, ::-1]))
    assert np.abs(swapped[:, ::-1] - vocals).max() < 1e-5


@pytest.mark.parametrize("side", [0.0, 1e-3])
def test_mono_and_nearly_mono_recordings_say_so(side: float) -> None:
    middle = song(6.0).mean(axis=1, keepdims=True)
    mixture = middle * np.array([[1 + side, 1 - side]], np.float32)
    vocals, rest, outcome = separate(mixture)
    assert outcome.note_code == "near_mono"
    assert outcome.note is not None
    assert np.abs(vocals + rest - mixture).max() < 1e-6
    assert 0.01 < (vocals**2).sum() / (mixture**2).sum() < 1


def test_a_one_channel_source_gives_stereo_stems() -> None:
    mono = song(1.0)[:, :1]
    vocals, rest, _ = separate(mono)
    assert vocals.shape == (RATE, 2)
    assert np.abs(vocals + rest - mono).max() < 1e-6


def test_other_rates_and_layouts_are_refused() -> None:
    sinks = {"vocals": Kept(), "accompaniment": Kept()}
    with pytest.raises(ValueError, match="44100 Hz"):
        DspSeparator().separate(
            [], rate=48_000, total_frames=0, sinks=sinks, progress=lambda _: None, check=lambda: None
        )
    with pytest.raises(ValueError, match="one or two channels"):
        separate(np.zeros((5000, 3), np.float32))


def test_progress_rises_in_small_steps_and_ends_at_one() -> None:
    seen: list[float] = []
    mixture = song(150.0)
    DspSeparator().separate(
        cut(mixture, 65_536),
        rate=RATE,
        total_frames=len(mixture),
        sinks={"vocals": Kept(), "accompaniment": Kept()},
        progress=seen.append,
        check=lambda: None,
    )
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert np.diff([0.0, *seen]).max() < 0.05


def test_a_check_that_raises_stops_at_once_and_passes_through() -> None:
    class StoppedError(Exception):
        """What a cancelled job raises."""

    pulled = 0

    def source() -> Iterator[Audio]:
        nonlocal pulled
        for block in cut(song(120.0), 65_536):
            pulled += 1
            yield block

    def check() -> None:
        if pulled > 12:
            raise StoppedError

    with pytest.raises(StoppedError):
        DspSeparator().separate(
            source(),
            rate=RATE,
            total_frames=120 * RATE,
            sinks={"vocals": Kept(), "accompaniment": Kept()},
            progress=lambda _: None,
            check=check,
        )
    assert pulled < 20


def test_probe_names_the_licence_of_the_weights() -> None:
    info = DspSeparator().probe()
    assert info.available
    assert info.rate == RATE
    assert "CC BY 4.0" in info.licence


def usdr(truth: Audio, estimate: Audio) -> float:
    return float(10 * np.log10((truth**2).sum() / ((truth - estimate) ** 2).sum()))


@pytest.mark.parametrize("name", ["synfunk10", "synfunk14"])
def test_recorded_songs_come_out_better_than_by_any_trivial_method(shared_data: Path, name: str) -> None:
    folder = shared_data / "music" / name
    truth = {
        stem: soundfile.read(folder / f"{stem}.flac", dtype="float32")[0]
        for stem in ("vocals", "accompaniment")
    }
    mixture = truth["vocals"] + truth["accompaniment"]
    vocals, rest, _ = separate(mixture)
    for kind, stem in (("vocals", vocals), ("accompaniment", rest)):
        best = max(usdr(truth[kind], mixture), usdr(truth[kind], mixture / 2))
        assert usdr(truth[kind], stem) > best + 1.5


def test_a_band_without_a_voice_keeps_nearly_everything(shared_data: Path) -> None:
    mixture, _ = soundfile.read(shared_data / "music" / "funk_band" / "mixture.flac", dtype="float32")
    vocals, _, _ = separate(mixture)
    assert (vocals**2).sum() < 0.12 * (mixture**2).sum()
