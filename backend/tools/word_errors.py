"""Word error rate, as recognisers are scored: lower case, no punctuation, edit distance of words."""

import re

_NOT_WORDS = re.compile(r"[^\w' ]+")


def words(text: str) -> list[str]:
    """Return the words that count."""
    return _NOT_WORDS.sub(" ", text.lower()).split()


def word_errors(reference: str, heard: str) -> tuple[int, int]:
    """Return (substitutions + insertions + deletions, number of reference words)."""
    expected, found = words(reference), words(heard)
    costs = list(range(len(found) + 1))
    for row, word in enumerate(expected, 1):
        before, costs = costs, [row]
        for column, other in enumerate(found, 1):
            swap = before[column - 1] + (word != other)
            costs.append(min(swap, before[column] + 1, costs[-1] + 1))
    return costs[-1], len(expected)
