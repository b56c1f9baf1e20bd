"""What can go wrong with an embedded server, each with a sentence that says what to do."""


class EmbeddedServerError(RuntimeError):
    """Base of every failure of an embedded server; the message is meant for the operator."""


class PortBusyError(EmbeddedServerError):
    """Another process listens on the port that was asked for."""


class ServerAlreadyRunsError(EmbeddedServerError):
    """A live server already owns this data directory."""


class ServerStartError(EmbeddedServerError):
    """The server ended, or did not answer in time, while it was starting."""


class ServerStopError(EmbeddedServerError):
    """The server was still alive after every polite way of stopping it."""


class WrongDataVersionError(EmbeddedServerError):
    """The data directory was written by another major version of the server."""
