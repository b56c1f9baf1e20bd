"""Bases of what goes in and out over HTTP."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Output(BaseModel):
    """A reply. No field has a default: a default would make it optional in clients."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Input(BaseModel):
    """A request body: unknown keys and silent conversions (``false`` to 0) are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _whole_numbers(cls, data: Any) -> Any:
        """Take 3.0 where 3 is wanted: JSON knows one sort of number, and so does JSON Schema."""
        if not isinstance(data, dict):
            return data
        return {
            name: int(value) if isinstance(value, float) and value.is_integer() else value
            for name, value in data.items()
        }


# JSON has no UUIDs: they may arrive as text although inputs are strict.
UuidText = Annotated[UUID, Field(strict=False)]


def _iso_date(value: object) -> object:
    # Pydantic would also take 0 and "1e3", as seconds since 1970.
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return value
    message = "a date is written YYYY-MM-DD"
    raise ValueError(message)


DateText = Annotated[date, BeforeValidator(_iso_date), Field(strict=False)]


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
