"""Charts as they are read, and as they are read of long histories."""

import pytest

from musaic.listening.analytics.repository import spans


@pytest.fixture(params=["as it comes", "around"])
def reach(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take spans from the totals, less what lies around them: only long ones are otherwise read so."""
    if request.param == "around":
        monkeypatch.setattr(spans, "SHORT_DAYS", 0)
        monkeypatch.setattr(spans, "_is_most_of", lambda *_: True)
