"""A Whisper folder with random weights, made in a second without a download.

Everything about it is real but the words: the library loads it, detects a language, writes
nonsense with times, and trips over the same missing files.
"""

import json
from pathlib import Path

import ctranslate2
import numpy as np
import tokenizers
from ctranslate2.specs import whisper_spec
from faster_whisper.tokenizer import _LANGUAGE_CODES

WIDTH, LAYERS, HEADS = 32, 1, 2


def _byte_letters() -> list[str]:
    """Return the 256 printable letters by which byte-level tokenizers write bytes."""
    return sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())


def _vocabulary(*, multilingual: bool) -> tuple[list[str], list[str]]:
    """Return (ordinary tokens, special tokens); the empty token marks a multilingual model."""
    ordinary = _byte_letters() + [f"Ġw{number}" for number in range(300)] + ([""] if multilingual else [])
    special = ["<|endoftext|>", "<|startoftranscript|>"]
    special += [f"<|{code}|>" for code in _LANGUAGE_CODES]
    special += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]
    special += ["<|notimestamps|>"] + [f"<|{step * 0.02:.2f}|>" for step in range(1501)]
    return ordinary, special


def _fill(spec: whisper_spec.WhisperSpec, size: int, random: np.random.Generator) -> None:
    def noise(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return (random.standard_normal(shape) * 0.02).astype(np.float32)

    def linear(layer: object, rows: int, columns: int) -> None:
        layer.weight, layer.bias = noise(rows, columns), np.zeros(rows, np.float32)  # type: ignore[attr-defined]

    def norm(layer: object) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)  # type: ignore[attr-defined]

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = noise(WIDTH, 80, 3), np.zeros(WIDTH, np.float32)
    encoder.conv2.weight, encoder.conv2.bias = noise(WIDTH, WIDTH, 3), np.zeros(WIDTH, np.float32)
    encoder.position_encodings.encodings = noise(1500, WIDTH)
    decoder.position_encodings.encodings = noise(448, WIDTH)
    decoder.embeddings.weight = noise(size, WIDTH)
    decoder.projection.weight = decoder.embeddings.weight
    decoder.scale_embeddings = False
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    for layer in [*encoder.layer, *decoder.layer]:
        linear(layer.self_attention.linear[0], 3 * WIDTH, WIDTH)
        linear(layer.self_attention.linear[1], WIDTH, WIDTH)
        norm(layer.self_attention.layer_norm)
        linear(layer.ffn.linear_0, 4 * WIDTH, WIDTH)
        linear(layer.ffn.linear_1, WIDTH, 4 * WIDTH)
        norm(layer.ffn.layer_norm)
    for layer in decoder.layer:
        for part, rows in zip(layer.attention.linear, (WIDTH, 2 * WIDTH, WIDTH), strict=True):
            linear(part, rows, WIDTH)
        norm(layer.attention.layer_norm)


def build(folder: Path, *, multilingual: bool = True) -> Path:
    """Write the five files of a model into `folder` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    ordinary, special = _vocabulary(multilingual=multilingual)
    tokens = ordinary + special
    ids = {token: number for number, token in enumerate(tokens)}
    spec = whisper_spec.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    _fill(spec, len(tokens), np.random.default_rng(7))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [ids["Ġ"], ids["<|endoftext|>"]]
    spec.config.lang_ids = [ids[f"<|{code}|>"] for code in _LANGUAGE_CODES]
    spec.config.alignment_heads = [[0, 0]]
    spec.register_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(vocab={t: ids[t] for t in ordinary}, merges=[]))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens([tokenizers.AddedToken(token, special=True) for token in special])
    tokenizer.save(str(folder / "tokenizer.json"))
    sound = {"feature_size": 80, "n_fft": 400, "hop_length": 160, "chunk_length": 30, "sampling_rate": 16_000}
    (folder / "preprocessor_config.json").write_text(json.dumps(sound))
    assert ctranslate2.contains_model(str(folder))
    return folder
