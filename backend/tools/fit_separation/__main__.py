"""Fits and judges the weights of the embedded engine.

    cd backend && PYTHONPATH=tools python -m fit_separation --data ../../shared/data/music --write
    cd backend && PYTHONPATH=tools python -m fit_separation --data ../../shared/data/music --evaluate

`--evaluate` leaves one group out at a time: each style of generated bands, and the recorded voices over the
recorded band (then nothing recorded is in the fit at all). `--write` fits on everything and stores the result
in the package. Deterministic up to rounding in the linear algebra library; about three minutes on two cores.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from fit_separation.clips import Clip, material
from fit_separation.instruments import STYLES
from fit_separation.scores import ROWS, Pair, baselines, score
from fit_separation.training import Samples, fit, samples
from musaic.studio.adapters.dsp import weights as shipped_weights
from musaic.studio.adapters.dsp.weights import WeightSets, to_json

LICENCE = (
    "Fitted by Musaic on generated songs, on a CC0 1.0 band (mdn/webaudio-examples) and on voices of "
    "vocadito (R. M. Bittner et al., 2021, CC BY 4.0, changed: shifted, reverberated, mixed)"
)
MONO_UNITS = 12


def groups() -> dict[str, tuple[Callable[[Clip], bool], Callable[[Clip], bool]]]:
    """Name -> (is scored, is in the fit)."""

    def style_group(style: str) -> tuple[Callable[[Clip], bool], Callable[[Clip], bool]]:
        return (lambda clip: (clip.voice, clip.band) == ("sung", style)), (lambda clip: clip.band != style)

    found = {style: style_group(style) for style in STYLES}
    found["recorded"] = (
        lambda clip: (clip.voice, clip.band) == ("recorded", "funk"),
        lambda clip: clip.voice != "recorded" and clip.band != "funk",
    )
    return found


def as_mono(clip: Clip) -> Clip:
    """Return the clip with both channels averaged."""

    def fold(
        audio: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return np.repeat(audio.mean(axis=1, keepdims=True), 2, axis=1)

    return Clip(clip.name, clip.voice, clip.band, fold(clip.vocals), fold(clip.accompaniment))


def fit_sets(stereo: Sequence[Samples], mono: Sequence[Samples]) -> WeightSets:
    """Both weight sets."""
    return WeightSets(fit(stereo, stereo=True), fit(mono, stereo=False, units=MONO_UNITS), LICENCE)


def line(name: str, pairs: dict[str, Pair]) -> str:
    """One row of the table, vocals / accompaniment."""
    return f"{name:26s}" + "".join(f"{v:8.2f} /{a:6.2f}" for v, a in pairs.values())


def mean(rows: Sequence[dict[str, Pair]]) -> dict[str, Pair]:
    """Column means."""
    return {
        key: (float(np.mean([row[key][0] for row in rows])), float(np.mean([row[key][1] for row in rows])))
        for key in rows[0]
    }


def evaluate(clips: list[Clip], stereo: list[Samples], mono: list[Samples]) -> None:
    """Print uSDR per unseen clip, per group and over all."""
    print(f"{'clip, left out':26s}" + "".join(f"{name:>16s}" for name in ("engine", "engine, mono", *ROWS)))
    everything: list[dict[str, Pair]] = []
    for name, (is_scored, is_fitted) in groups().items():
        inside = [index for index, clip in enumerate(clips) if is_fitted(clip)]
        sets = fit_sets([stereo[index] for index in inside], [mono[index] for index in inside])
        rows = []
        for clip in filter(is_scored, clips):
            pairs = {"engine": score(clip, sets), "mono": score(as_mono(clip), sets), **baselines(clip)}
            rows.append(pairs)
            print(line(clip.name, pairs), flush=True)
        if rows:
            print(line(f"= {name}", mean(rows)), flush=True)
        everything += rows
    print(line("= all left out", mean(everything)))
    gains = np.array([np.subtract(row["engine"], row["do nothing"]) for row in everything])
    print(
        f"worst clip against the mixture: vocals {gains[:, 0].min():+.2f} dB, "
        f"accompaniment {gains[:, 1].min():+.2f} dB"
    )


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="fit_separation", description=__doc__)
    parser.add_argument(
        "--data", type=Path, help="folder with funk_band, voice10, voice14, synfunk10, synfunk14"
    )
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument(
        "--evaluate", action="store_true", help="leave one group out at a time and print scores"
    )
    parser.add_argument("--write", action="store_true", help="fit on everything and store the weights")
    options = parser.parse_args()
    clips = material(options.data, options.seed)
    stereo = [samples(clip, stereo=True, seed=index) for index, clip in enumerate(clips)]
    mono = [samples(clip, stereo=False, seed=index) for index, clip in enumerate(clips)]
    print(f"{len(clips)} clips, {sum(len(clip.vocals) for clip in clips) / 44100:.0f} s")
    if options.write:
        sets = fit_sets(stereo, mono)
        stored = {"licence": LICENCE, "stereo": to_json(sets.stereo), "mono": to_json(sets.mono)}
        target = Path(shipped_weights.__file__).with_name("weights.json")
        target.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"wrote {target.name}")
    if options.evaluate:
        evaluate(clips, stereo, mono)


if __name__ == "__main__":
    main()
