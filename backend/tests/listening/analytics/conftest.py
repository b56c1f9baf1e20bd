"""Charts read from the sheets of months, and from their rows where no sheet is filled."""

from functools import partial

import pytest
from sqlalchemy import TextClause, text

from musaic.listening.analytics.repository import gather


@pytest.fixture(params=["filled", "empty"])
def sheets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sheets be as they are after an import, or take all of them for empty."""
    if request.param == "empty":
        monkeypatch.setattr(gather, "_sheets", partial(_emptied, gather._sheets))


def _emptied(sheets: partial[TextClause], columns: tuple[str, ...]) -> TextClause:
    return text(str(sheets(columns)).replace("track_ids IS NULL", "true"))
