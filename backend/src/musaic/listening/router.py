"""The routes of this room."""

from fastapi import APIRouter

from musaic.listening.analytics.router import router as analytics
from musaic.listening.events.router import router as events
from musaic.listening.exports.router import router as exports
from musaic.listening.history.router import router as history
from musaic.listening.rules.router import router as rules
from musaic.listening.scrobbling.router import router as scrobbling

router = APIRouter()
router.include_router(analytics)
router.include_router(events)
router.include_router(exports)
router.include_router(history)
router.include_router(rules)
router.include_router(scrobbling)
