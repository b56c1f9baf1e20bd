"""The studio's kinds of job."""

from musaic.jobs.public import JobKind, Step, late_handler
from musaic.studio.service.separations import JOB_KIND

KINDS = (
    JobKind(
        name=JOB_KIND,
        steps=(Step("separate", 6), Step("encode", 3), Step("save", 1)),
        handler=late_handler("musaic.studio.service.separate:run"),
        queue="audio",
        soft_limit_s=3600,
        hard_limit_s=3660,
    ),
)
