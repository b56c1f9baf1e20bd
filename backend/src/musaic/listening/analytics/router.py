"""Charts over the caller's history, family by family."""

from fastapi import APIRouter

from musaic.listening.analytics.charts.comparison.router import router as comparison
from musaic.listening.analytics.charts.discovery.router import router as discovery
from musaic.listening.analytics.charts.genres.router import router as genres
from musaic.listening.analytics.charts.habits.router import router as habits
from musaic.listening.analytics.charts.listens.router import changes
from musaic.listening.analytics.charts.listens.router import router as listens
from musaic.listening.analytics.charts.rewind.router import router as rewind
from musaic.listening.analytics.charts.rhythm.router import router as rhythm
from musaic.listening.analytics.charts.runs.router import router as runs
from musaic.listening.analytics.charts.standing.router import router as standing
from musaic.listening.analytics.charts.stories.router import router as stories
from musaic.listening.analytics.charts.tops.router import router as tops
from musaic.listening.analytics.deps import CHART

router = APIRouter(prefix="/listening", tags=["listening"])

_FAMILIES = (tops, genres, rhythm, runs, habits, discovery, standing, stories, comparison, rewind, listens)
for family in _FAMILIES:
    router.include_router(family, responses=CHART)
router.include_router(changes)
