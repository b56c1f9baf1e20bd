"""What can be wrong with invitations and connections."""

from musaic.platform.errors import ConflictError, NotFoundError


class InvitationNotFoundError(NotFoundError):
    """No such invitation: unknown, used, taken back or expired, which all look alike."""

    code = "invitation_not_found"
    detail_default = "This invitation is not valid any more. Ask for a new one."


class OwnInvitationError(ConflictError):
    """Somebody follows the link that was meant for somebody else."""

    code = "own_invitation"
    detail_default = "This is your own invitation. Send it to the person you want to compare with."


class AlreadyConnectedError(ConflictError):
    """The two have an open connection."""

    code = "already_connected"
    detail_default = "You two are connected already."


class TooManyInvitationsError(ConflictError):
    """More open invitations than anybody needs."""

    code = "too_many_invitations"
    detail_default = "You have 20 open invitations. Take one back before you make another."


class TooManyConnectionsError(ConflictError):
    """More open connections than one person may have, on either side."""

    code = "too_many_connections"
    detail_default = "One of you has 100 connections. End one before you make another."


class ConnectionNotFoundError(NotFoundError):
    """No open connection of the caller's: unknown, somebody else's or ended, which all look alike."""

    code = "connection_not_found"
    detail_default = "There is no such connection, or one of you has ended it."
