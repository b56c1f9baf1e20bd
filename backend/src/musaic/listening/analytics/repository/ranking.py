"""What lists are sorted by."""

from typing import Literal

Metric = Literal["plays", "time"]
Order = Literal["asc", "desc"]


def ranked_by(metric: Metric, order: Order = "desc", table: str = "page", key: str = "id") -> str:
    """Sort by the metric, then by the other one, then by id; ``asc`` is exactly the reverse."""
    first, second = ("plays", "ms_played") if metric == "plays" else ("ms_played", "plays")
    down, up = ("DESC", "") if order == "desc" else ("", "DESC")
    return f"{table}.{first} {down}, {table}.{second} {down}, {table}.{key} {up}"
