"""The product's worker, with the kinds of these tests."""

from jobs.chaos.kinds import KINDS
from musaic.entrypoints.worker import create_worker
from musaic.platform.settings import get_settings

celery_app = create_worker(get_settings(), KINDS)
