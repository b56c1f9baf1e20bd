"""The routes of this room."""

from fastapi import APIRouter

from musaic.listening.analytics.router import router as analytics
from musaic.listening.history.router import router as history
from musaic.listening.rules.router import router as rules

router = APIRouter()
router.include_router(analytics)
router.include_router(history)
router.include_router(rules)
