"""Bases of what goes in and out over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Output(BaseModel):
    """A reply. No field has a default: a default would make it optional in clients."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Input(BaseModel):
    """A request body: unknown keys and silent conversions (``false`` to 0) are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)


# JSON has no UUIDs and dates: these two may arrive as text although inputs are strict.
UuidText = Annotated[UUID, Field(strict=False)]
DateText = Annotated[date, Field(strict=False)]


class Problem(Output):
    """RFC 9457 problem details, the body of every error."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


class FieldProblem(Output):
    """One invalid field of a request."""

    field: str
    message: str
    type: str


class ValidationProblem(Problem):
    """A problem that names the invalid fields."""

    errors: list[FieldProblem]
