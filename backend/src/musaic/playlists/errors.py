"""What can go wrong with playlists, said to the listener."""

from http import HTTPStatus

from musaic.platform.errors import AppError, NotFoundError


class PlaylistNotFoundError(NotFoundError):
    """No such playlist among the caller's."""

    code = "playlist_not_found"
    detail_default = "This playlist does not exist (any more)."


class SeedNotFoundError(AppError):
    """A seed is not in the caller's history."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "seed_not_found"
    detail_default = "This song is not in your history. Pick one that you have listened to."


class NothingMatchesError(AppError):
    """Matchers found no song beside the seeds."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "nothing_matches"
    detail_default = (
        "Your history holds nothing that goes with this song yet. Try another seed, or import more."
    )


class UnknownMatcherError(AppError):
    """A matcher's name is not one of ours."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "unknown_matcher"
    detail_default = "There is no matcher of this name; GET /playlists/matchers lists them."
