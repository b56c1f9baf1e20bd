"""The operator's Whisper folders: which there are, and which languages each can write.

`MUSAIC_WHISPER_MODEL_DIR` is either one model or a folder of models named `kk`, `ru`, `en`, or
`default` for the languages without one of their own. One map language → model matters: stock
models are weak in Kazakh, and models tuned for Kazakh lose some Russian.

Everything is checked here, before the library sees a path: given one it does not like, it would
take it for the name of a model to download.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from musaic.transcripts.ports import LANGUAGES, Language

FILES: Final = (
    "model.bin",
    "config.json",
    "tokenizer.json",
    "vocabulary.json",
    "preprocessor_config.json",
)
_DEFAULT: Final = "default"


def find_models(folder: Path) -> dict[Language, Path]:
    """Return language → model folder for every language that a complete model here can write."""
    if is_complete(folder):
        return dict.fromkeys(languages_of(folder), folder)
    found: dict[Language, Path] = {}
    for language in LANGUAGES:
        for name in (language, _DEFAULT):
            model = folder / name
            if language not in found and is_complete(model) and language in languages_of(model):
                found[language] = model
    return found


def is_complete(folder: Path) -> bool:
    """Return whether all five files of a converted model are there."""
    return all((folder / name).is_file() for name in FILES)


def missing_files(folder: Path) -> list[str]:
    """Return the names of the files that a model folder lacks."""
    return [name for name in FILES if not (folder / name).is_file()]


def languages_of(folder: Path) -> tuple[Language, ...]:
    """Return which of our languages a model was made for, from its vocabulary alone.

    An English-only model lists the same language tokens, but lacks the empty token by which
    CTranslate2 knows a multilingual one; asked for Kazakh it would silently write English.
    """
    path = folder / "vocabulary.json"
    try:
        return _languages(path, path.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=8)
def _languages(path: Path, _modified_ns: int) -> tuple[Language, ...]:
    """Read a vocabulary once for each state of the file: 50,000 tokens take a while."""
    try:
        vocabulary = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return ()
    if not isinstance(vocabulary, list):
        return ()
    tokens = {token for token in vocabulary if isinstance(token, str)}
    if "" not in tokens:
        return ("en",)
    return tuple(language for language in LANGUAGES if f"<|{language}|>" in tokens)
