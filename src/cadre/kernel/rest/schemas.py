"""Base classes of bodies and answers."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel.money import to_major


class Body(BaseModel):
    """What a caller sends. Unknown fields are refused, so that a misspelt one is not silently lost.

    A field with a default may be left out; it may be null only where its type says so.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def sent(self) -> dict[str, Any]:
        """The fields that the caller sent, by name, without the version he read."""
        return {name: getattr(self, name) for name in self.model_fields_set if name != "expected_version"}


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is not sent stays as it is; a default in the description would say otherwise."""
    for described in schema.get("properties", {}).values():
        described.pop("default", None)


class Versioned(Body):
    """A change to a record that the caller has read. Defaults only mean that a field may be left out."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    expected_version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="The `version` you read. Or send it as `If-Match`."
    )


class Answer(BaseModel):
    """What the product answers with."""

    model_config = ConfigDict(frozen=True)


class Named(Answer):
    """Another record, by id and by what people call it."""

    id: int
    name: str


class Changed(Answer):
    """How many records differ from before."""

    changed: int


def named(record: Any) -> Named | None:
    """A related record, or None where there is none."""
    return None if record is None else Named(id=record.pk, name=str(record))


def major(minor: int | None, currency: str) -> str | None:
    """The decimal text of an amount, for people; None for no amount."""
    return None if minor is None else str(to_major(minor, currency))


def versioned(request: HttpRequest, version: int) -> None:
    """Have the answer carry the record's version as its ETag."""
    request.rest_etag = f'"{version}"'  # type: ignore[attr-defined]
