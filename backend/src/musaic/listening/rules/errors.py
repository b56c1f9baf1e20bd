"""What can be wrong with a rule, as a client sees it."""

from http import HTTPStatus

from musaic.platform.errors import ConflictError, InvalidInputError, NotFoundError


class RuleNotFoundError(NotFoundError):
    """No such rule of this user."""

    code = "rule_not_found"
    detail_default = "There is no such rule."


class RuleIncompleteError(InvalidInputError):
    """The fields do not fit the kind of rule."""

    code = "rule_incomplete"
    detail_default = "This kind of rule needs other fields. See its description."


class NameNotHeardError(InvalidInputError):
    """The rule speaks of something that is not in the user's history."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "name_not_in_history"
    detail_default = "This artist, album or track is not in your history."


class RuleCircleError(ConflictError):
    """The target of a merge is itself merged into the subject."""

    code = "rule_circle"
    detail_default = "These are already merged the other way round. Undo that rule first."


class RuleUndoneError(ConflictError):
    """The rule was undone before."""

    code = "rule_already_undone"
    detail_default = "This rule has already been undone."
