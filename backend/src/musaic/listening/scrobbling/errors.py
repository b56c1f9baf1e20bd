"""What can be wrong with apps and relays, as the settings page sees it."""

from http import HTTPStatus

from musaic.platform.errors import AppError, ConflictError, NotFoundError


class AppNotFoundError(NotFoundError):
    """No such app of this user."""

    code = "scrobble_app_not_found"
    detail_default = "There is no such connected app."


class TooManyAppsError(ConflictError):
    """More apps than anybody has players."""

    code = "too_many_apps"
    detail_default = "There are 100 connected apps already. Revoke one that is no longer used."


class ApprovalNotFoundError(NotFoundError):
    """The request for approval is unknown, too old, or was answered."""

    code = "approval_not_found"
    detail_default = "This request is too old or was answered already. Start again in the app."


class RelayNotFoundError(NotFoundError):
    """No such relay of this user."""

    code = "relay_not_found"
    detail_default = "There is no such relay."


class TooManyRelaysError(ConflictError):
    """More relays than there are services."""

    code = "too_many_relays"
    detail_default = "There are 10 relays already. Remove one that is no longer used."


class RelayAddressError(AppError):
    """The address is not one that Musaic may send to."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "relay_address_refused"
    detail_default = (
        "Musaic sends only to public https addresses. "
        "An operator can allow another host with MUSAIC_RELAY_HOSTS."
    )


class RelayRefusedError(AppError):
    """The other service does not take these credentials."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "relay_refused"
    detail_default = "The service does not accept these credentials. Check them and try again."


class RelayUnreachableError(AppError):
    """The other service did not answer as it should."""

    status = HTTPStatus.BAD_GATEWAY
    code = "relay_unreachable"
    detail_default = "The service did not answer. Check the address, or try again later."
