"""The one router of this room, and what several of its operations ask for."""

from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel.rest import ApiRouter, Body, Day

router = ApiRouter("people")


class OnDay(BaseModel):
    """A day, today without it."""

    model_config = ConfigDict(extra="forbid")

    on: Day | None = Field(None, description="As of this day; today without it.")


class FromDay(Body):
    """The first day on which it holds."""

    on: Day
