"""Several matchers become one ranking: calibrated, weighted, and trusted as far as evidence goes."""

from collections.abc import Sequence
from dataclasses import dataclass

from musaic.playlists.ports import Candidate, Evidence, HistorySnapshot, KnownTrack, Matcher

PROPOSALS = 400
# n / (n + 10): a proposal that rests on few facts counts little, however high its raw score.
SUPPORT_HALF = 10.0
CALIBRATE_OVER = 100


@dataclass(frozen=True)
class Share:
    """The part of a track's score that one matcher gave, in 0..1."""

    matcher: str
    share: float
    evidence: Evidence


@dataclass(frozen=True)
class Ranked:
    """A track with its blended score and the shares that make it up (they sum to 1)."""

    track: KnownTrack
    score: float
    shares: tuple[Share, ...]


def rank(seeds: Sequence[KnownTrack], history: HistorySnapshot, matchers: Sequence[Matcher]) -> list[Ranked]:
    """Return every proposed track, best first; ties fall by id so that a run can be repeated."""
    parts: dict[int, list[tuple[str, float, Evidence]]] = {}
    for matcher in matchers:
        proposals = matcher.candidates(seeds, history, PROPOSALS)
        unit = _unit(proposals)
        for proposal in proposals:
            gate = proposal.support / (proposal.support + SUPPORT_HALF)
            value = matcher.weight * gate * proposal.raw / unit
            parts.setdefault(proposal.track_id, []).append((matcher.name, value, proposal.evidence))
    ranked = [_ranked(history.tracks[track_id], scores) for track_id, scores in parts.items()]
    return sorted(ranked, key=lambda item: (-item.score, item.track.id))


def _unit(proposals: Sequence[Candidate]) -> float:
    """Return what a typical good proposal of this matcher scores, so that matchers compare."""
    top = [proposal.raw for proposal in proposals[:CALIBRATE_OVER]]
    return (sum(top) / len(top) if top else 0.0) or 1.0


def _ranked(track: KnownTrack, scores: list[tuple[str, float, Evidence]]) -> Ranked:
    total = sum(value for _, value, _ in scores)
    shares = tuple(
        Share(name, value / total if total else 1 / len(scores), evidence)
        for name, value, evidence in sorted(scores, key=lambda item: -item[1])
    )
    return Ranked(track, total, shares)
