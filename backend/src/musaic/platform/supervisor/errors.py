"""Why Musaic cannot start, each with a sentence for the operator."""


class SupervisorError(RuntimeError):
    """Base of the reasons; the message is meant for the operator."""


class AlreadyRunsError(SupervisorError):
    """Another supervisor owns this data directory."""


class ServiceFailedError(SupervisorError):
    """A step that everything else needs, such as the migrations, failed."""
