from pathlib import Path

import numpy as np
import pytest
import soundfile

from fixtures.audio_files import FORMATS, LOSSLESS, tone, write
from musaic.media.audio.decode import decode
from musaic.media.audio.encode import SINKS, transcode
from musaic.media.audio.facts import probe


def whole(path: Path, *, rate: int | None = None, channels: int | None = None) -> np.ndarray:
    with decode(path, rate=rate, channels=channels, block_frames=5000) as blocks:
        return np.concatenate(list(blocks))


@pytest.mark.parametrize("fmt", sorted(FORMATS))
def test_every_format_is_recognised_and_decodes_to_the_same_sound(tmp_path: Path, fmt: str) -> None:
    audio = tone(2.0)
    # The name is of no use on purpose.
    path = write(tmp_path / "upload", audio, fmt)
    facts = probe(path)
    assert facts.duration_ms == pytest.approx(2000, abs=80)
    assert facts.channels == 2
    assert facts.sample_rate in {44_100, 48_000}
    decoded = whole(path, rate=44_100)
    if fmt in LOSSLESS:
        assert decoded.shape == audio.shape
        assert np.abs(decoded - audio).max() < 4e-5
    else:
        middle = decoded[20_000:60_000]
        assert np.sqrt((middle**2).mean(axis=0)) == pytest.approx([0.3536, 0.1768], rel=0.06)


@pytest.mark.parametrize("fmt", ["mp4", "matroska"])
def test_the_sound_track_of_a_video_is_found(tmp_path: Path, fmt: str) -> None:
    path = write(tmp_path / "film", tone(1.5), fmt, picture=True)
    assert probe(path).codec == "aac"
    assert len(whole(path)) == pytest.approx(1.5 * 44_100, abs=3000)


@pytest.mark.parametrize("rate", [8_000, 48_000, 96_000])
def test_other_rates_are_resampled_to_the_length_asked_for(tmp_path: Path, rate: int) -> None:
    path = write(tmp_path / "x", tone(1.0, rate=rate), "wav", rate=rate)
    decoded = whole(path, rate=44_100)
    assert len(decoded) == pytest.approx(44_100, abs=40)
    assert np.abs(decoded[2000:-2000]).max() == pytest.approx(0.5, abs=0.02)


def test_mono_is_doubled_and_stereo_averaged_at_unchanged_level(tmp_path: Path) -> None:
    mono = write(tmp_path / "mono", tone(0.5, channels=1), "flac")
    doubled = whole(mono, channels=2)
    assert np.array_equal(doubled[:, 0], doubled[:, 1])
    assert np.abs(doubled).max() == pytest.approx(0.5, abs=0.01)
    stereo = write(tmp_path / "stereo", tone(0.5), "flac")
    assert np.abs(whole(stereo, channels=1)).max() == pytest.approx(0.375, abs=0.01)


def test_surround_is_folded_to_stereo_without_clipping(tmp_path: Path) -> None:
    loud = np.repeat(tone(0.5, channels=1) * 1.9, 6, axis=1)
    path = write(tmp_path / "surround", loud, "flac")
    assert probe(path).channels == 6
    folded = whole(path, channels=2)
    assert folded.shape[1] == 2
    assert 0.3 < np.abs(folded).max() <= 1.0


def test_blocks_have_the_length_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "x", tone(1.0), "flac")
    with decode(path, rate=None, channels=None, block_frames=10_000) as blocks:
        assert blocks.frames_estimate == 44_100
        assert [len(block) for block in blocks] == [10_000] * 4 + [4_100]


def test_sixteen_bit_samples_survive_exactly(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    samples = rng.integers(-32768, 32768, (30_000, 2)).astype(np.int16)
    soundfile.write(tmp_path / "in.wav", samples, 44_100, subtype="PCM_16")
    for fmt in ("wav", "flac"):
        transcode(tmp_path / "in.wav", tmp_path / f"out.{fmt}", fmt)
        back, _ = soundfile.read(tmp_path / f"out.{fmt}", dtype="int16")
        assert np.array_equal(back, samples)


@pytest.mark.parametrize("fmt", sorted(SINKS))
@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (8_000, 1), (96_000, 2)])
def test_sinks_write_what_probe_reads(tmp_path: Path, fmt: str, rate: int, channels: int) -> None:
    path = tmp_path / f"out.{fmt}"
    audio = tone(1.0, rate=rate, channels=channels)
    with SINKS[fmt](path, rate, channels) as sink:
        for start in range(0, len(audio), 777):
            sink.write(audio[start : start + 777])
    facts = probe(path)
    assert facts.channels == channels
    assert facts.duration_ms == pytest.approx(1000, abs=80)


def test_a_failed_transcode_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write(tmp_path / "x", tone(1.0), "wav")

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        transcode(path, tmp_path / "out.flac", "flac", check=stop)
    assert not (tmp_path / "out.flac").exists()
