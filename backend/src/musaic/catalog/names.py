"""When two spellings are the same name."""

import unicodedata
from functools import lru_cache

# A key goes into a B-tree, whose entries end at about 2,700 bytes.
MAX_KEY_BYTES = 2_000
# What a character takes at most.
_MOST_BYTES = 4


@lru_cache(maxsize=8_192)
def comparison_key(name: str) -> str:
    """Return what ``name`` is compared by: compatibility form, case folded, spaces collapsed.

    Titles that differ in anything else ("Pt. 1", "Live") stay different songs.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    # Case folding can undo the normal form (a few Greek letters), hence the second pass.
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def fits(key: str) -> bool:
    """Tell whether ``key`` is neither empty nor too long to be kept."""
    short = len(key) * _MOST_BYTES <= MAX_KEY_BYTES
    return bool(key) and (short or len(key.encode(errors="replace")) <= MAX_KEY_BYTES)
