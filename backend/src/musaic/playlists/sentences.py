"""The English sentence of a reason; clients translate by its code and facts."""

from musaic.playlists.ports import Evidence

_SENTENCES = {
    "same_artist": "Also by {artist}; you played it {plays} times.",
    "heard_together": "You played {artist} in {sessions} of your sessions with {seed_artist}.",
}


def sentence(evidence: Evidence) -> str:
    """Return the sentence of ``evidence``."""
    text = _SENTENCES[evidence.code].format(**evidence.facts)
    return text.replace(" 1 times.", " once.").replace("in 1 of your sessions", "in one of your sessions")
