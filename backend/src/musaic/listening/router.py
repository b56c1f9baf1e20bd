"""The routes of this room."""

from fastapi import APIRouter

from musaic.listening.analytics.router import router as analytics
from musaic.listening.events.router import router as events
from musaic.listening.exports.router import router as exports
from musaic.listening.history.router import router as history
from musaic.listening.people.router import router as people
from musaic.listening.rules.router import router as rules
from musaic.listening.scrobbling.router import router as scrobbling
from musaic.listening.site.router import router as site

router = APIRouter()
router.include_router(analytics)
router.include_router(events)
router.include_router(exports)
router.include_router(history)
router.include_router(people)
router.include_router(rules)
router.include_router(scrobbling)
router.include_router(site)
