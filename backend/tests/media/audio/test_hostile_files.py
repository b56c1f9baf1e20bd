import os
import struct
import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
import soundfile

from fixtures.audio_files import draw, tone, write
from musaic.media.audio.child import Child
from musaic.media.audio.decode import decode
from musaic.media.audio.facts import probe
from musaic.media.audio.limits import DEFAULT_LIMITS
from musaic.media.errors import AudioTooLong, MediaError, NotAudio, UndecodableAudio, UnsupportedAudio

HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
CONCAT = "ffconcat version 1.0\nfile /etc/passwd\n"
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n"
DASH = '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>'


def drain(path: Path, **limits: float) -> int:
    with decode(
        path, rate=None, channels=None, block_frames=65_536, limits=replace(DEFAULT_LIMITS, **limits)
    ) as blocks:
        return sum(len(block) for block in blocks)


def silence(path: Path, seconds: int, rate: int = 44_100) -> Path:
    with soundfile.SoundFile(path, "w", rate, 2, "PCM_16", format="FLAC") as file:
        second = np.zeros((rate * 60, 2), np.int16)
        for _ in range(seconds // 60):
            file.write(second)
    return path


@pytest.mark.parametrize("text", [HLS, CONCAT, SDP, DASH, "", "hello", "\0" * 5000])
@pytest.mark.parametrize("name", ["song.mp3", "song.m3u8"])
def test_playlists_and_other_texts_are_no_audio_whatever_their_name(
    tmp_path: Path, text: str, name: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(NotAudio):
        probe(path)
    with pytest.raises(NotAudio):
        drain(path)


def test_a_video_without_sound_is_no_audio(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "film.mp4"), "w") as container:
        draw(container, container.add_stream("mpeg4", rate=10))
    with pytest.raises(NotAudio, match="no sound track"):
        probe(tmp_path / "film.mp4")


def test_formats_outside_the_list_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "x.mp3", tone(0.5), 44_100, format="AIFF")
    with pytest.raises(NotAudio):
        probe(tmp_path / "x.mp3")


def test_ten_hours_of_silence_are_refused_by_the_header(tmp_path: Path) -> None:
    path = silence(tmp_path / "bomb.flac", 36_000, 8_000)
    assert path.stat().st_size < 4_000_000
    for attempt in (probe, drain):
        with pytest.raises(AudioTooLong):
            attempt(path)


def test_a_bomb_with_a_lying_header_is_stopped_while_decoding(tmp_path: Path) -> None:
    path = silence(tmp_path / "bomb.flac", 600)
    data = bytearray(path.read_bytes())
    # STREAMINFO: 36 bits of total samples end at byte 26; claim one second.
    data[22:26] = struct.pack(">I", 44_100)
    path.write_bytes(data)
    assert probe(path).duration_ms == 1000
    with pytest.raises(AudioTooLong):
        drain(path, max_seconds=60)


def test_too_many_channels_samples_or_too_odd_a_rate(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "wide.wav", np.zeros((1000, 12)), 44_100)
    with pytest.raises(UnsupportedAudio, match="12 channels"):
        probe(tmp_path / "wide.wav")
    soundfile.write(tmp_path / "slow.wav", np.zeros(1000), 4_000)
    with pytest.raises(UnsupportedAudio, match="4000 Hz"):
        probe(tmp_path / "slow.wav")
    soundfile.write(tmp_path / "fast.wav", np.zeros(1000), 384_000)
    with pytest.raises(UnsupportedAudio):
        probe(tmp_path / "fast.wav")
    soundfile.write(tmp_path / "ok.wav", np.zeros((44_100, 2)), 44_100)
    with pytest.raises(AudioTooLong):
        probe(tmp_path / "ok.wav", limits=replace(DEFAULT_LIMITS, max_samples=80_000))


def test_a_wav_that_claims_more_than_it_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "x.wav", tone(1.0), "wav")
    data = bytearray(path.read_bytes())
    at = data.index(b"data")
    data[at + 4 : at + 8] = struct.pack("<I", 0x7FFFFFF0)
    path.write_bytes(data)
    assert probe(path).duration_ms == pytest.approx(1000, abs=5)
    assert drain(path) == 44_100


@pytest.mark.parametrize("fmt", ["flac", "mp3", "ogg", "wav"])
def test_a_truncated_file_gives_what_is_there(tmp_path: Path, fmt: str) -> None:
    noise = np.random.default_rng(1).standard_normal((4 * 44_100, 2)).astype(np.float32) * 0.1
    path = write(tmp_path / "x", noise, fmt)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    assert 20_000 < drain(path) < 150_000


def test_a_truncated_m4a_lacks_its_index_and_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x", tone(4.0), "m4a")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(MediaError):
        drain(path)


def test_flipped_bytes_never_do_more_than_raise_a_named_error(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    for fmt in ("flac", "mp3", "m4a", "ogg", "webm", "wav"):
        clean = write(tmp_path / "x", tone(0.5), fmt).read_bytes()
        for _ in range(3):
            data = bytearray(clean)
            for place in rng.integers(0, len(data), 25):
                data[place] = int(rng.integers(0, 256))
            (tmp_path / "y").write_bytes(data)
            try:
                drain(tmp_path / "y")
            except MediaError:
                continue


def test_the_memory_limit_kills_a_bomb_and_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "x", tone(1.0), "flac")
    with pytest.raises(UndecodableAudio):
        drain(path, memory_bytes=60 * 1024 * 1024)
    assert drain(path) == 44_100


def test_waiting_for_the_child_is_limited(tmp_path: Path) -> None:
    path = write(tmp_path / "x", tone(1.0), "flac")
    with pytest.raises(UndecodableAudio, match="too long"):
        drain(path, wall_seconds=0.0)


def test_closing_kills_the_child(tmp_path: Path) -> None:
    path = silence(tmp_path / "long.flac", 1200)
    blocks = decode(path, rate=None, channels=None, block_frames=1000)
    next(blocks)
    assert psutil.pid_exists(blocks.child_pid)
    blocks.close()
    assert not psutil.pid_exists(blocks.child_pid)
    blocks.close()


def test_the_child_is_stripped_bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUSAIC_SECRET", "do not hand down")
    path = silence(tmp_path / "long.flac", 1200)
    secret = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(secret, True)  # noqa: FBT003 - takes no keyword
    with Child(path, {"mode": "decode", "rate": None, "channels": None}, DEFAULT_LIMITS) as child:
        child.read()
        process = psutil.Process(child.pid)
        assert "MUSAIC_SECRET" not in process.environ()
        assert process.num_fds() <= 4
        assert process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert process.rlimit(psutil.RLIMIT_AS)[0] == DEFAULT_LIMITS.memory_bytes
        assert process.rlimit(psutil.RLIMIT_CPU)[0] == DEFAULT_LIMITS.cpu_seconds
        loaded = Path(f"/proc/{child.pid}/maps").read_text()
        assert "scipy" not in loaded
    os.close(secret)


def test_the_child_dies_with_its_reader(tmp_path: Path) -> None:
    path = silence(tmp_path / "long.flac", 1200)
    child = Child(path, {"mode": "decode", "rate": None, "channels": None}, DEFAULT_LIMITS)
    child.read()
    # What a killed parent leaves behind: a pipe without a reader.
    assert child._process.stdout is not None
    child._process.stdout.close()
    deadline = time.monotonic() + 20
    while child._process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child._process.poll() is not None


def test_not_a_number_in_a_float_file_becomes_silence(tmp_path: Path) -> None:
    audio = tone(0.2)
    audio[100] = np.nan
    audio[200] = np.inf
    soundfile.write(tmp_path / "x.wav", audio, 44_100, subtype="FLOAT")
    with decode(tmp_path / "x.wav", rate=None, channels=None, block_frames=4000) as blocks:
        assert all(np.isfinite(block).all() for block in blocks)
