"""How long a running job will still take, from its own pace and from earlier jobs of its kind."""

_SEEN_ENOUGH_S = 1.0
_SEEN_ENOUGH = 0.02
_TRUST_ALONE = 0.05


def remaining_s(elapsed_s: float, percent: float, history_s: float | None) -> float | None:
    """Return the seconds that are left, None when nothing honest can be said.

    ``history_s`` is what such a job took before, as a whole. The further the job is, the more its
    own pace counts.
    """
    done = percent / 100
    observed_s = elapsed_s / done if done >= _SEEN_ENOUGH and elapsed_s >= _SEEN_ENOUGH_S else None
    if history_s is None:
        if observed_s is None or done < _TRUST_ALONE:
            return None
        return observed_s - elapsed_s
    if observed_s is None:
        return history_s - elapsed_s if history_s > elapsed_s else None
    if elapsed_s > history_s:
        return observed_s - elapsed_s
    total_s = done * observed_s + (1 - done) * history_s
    return max(0.0, total_s - elapsed_s)
