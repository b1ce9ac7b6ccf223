"""The small words of the plan language: levels, rates, durations, money, titles."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from cadre.compensation.engine import amounts

Language = Literal["en", "zh-Hant", "zh-Hans"]
_DURATION = re.compile(r"(\d+)\s*(day|month|year)s?")


@dataclass(frozen=True)
class Level:
    """A place on a scale: ``80%`` of quota (relative) or ``10000`` in the measure's own unit."""

    value: Fraction
    relative: bool

    @classmethod
    def parse(cls, text: object) -> "Level":
        """Read ``80%`` or ``10000``."""
        if isinstance(text, Level):
            return text
        relative = "%" in str(text) or "％" in str(text)
        level = cls(amounts.share(text), relative)
        if level.value < 0:
            raise ValueError("a level cannot be below zero")
        return level

    def __str__(self) -> str:
        return amounts.share_text(self.value) if self.relative else amounts.exact_text(self.value)


@dataclass(frozen=True)
class Rate:
    """``8%`` of the credit (or of the target), or money per unit: ``71.43``."""

    value: Fraction
    per_unit: bool

    @classmethod
    def parse(cls, text: object) -> "Rate":
        """Read ``8%``, ``1/3`` or ``71.43``."""
        if isinstance(text, Rate):
            return text
        per_unit = not any(mark in str(text) for mark in "%％/")
        rate = cls(amounts.share(text), per_unit)
        if rate.value < 0:
            raise ValueError("a rate cannot be negative: a reversal is a negative transaction, not a negative rate")
        return rate

    def __str__(self) -> str:
        return amounts.exact_text(self.value) if self.per_unit else amounts.share_text(self.value)


@dataclass(frozen=True)
class Duration:
    """``90 days``, ``6 months``, ``3 years``."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: object) -> "Duration":
        """Read ``90 days``."""
        if isinstance(text, Duration):
            return text
        match = _DURATION.fullmatch(str(text).strip())
        if not match:
            raise ValueError("write a duration such as '90 days', '6 months' or '3 years'")
        return cls(int(match[1]), match[2])

    @property
    def months(self) -> int:
        """The length in months. Days have none: raises ``ValueError``."""
        if self.unit == "day":
            raise ValueError("write this duration in months or years")
        return self.count * (12 if self.unit == "year" else 1)

    def after(self, day: int) -> int:
        """The day number this long after ``day``."""
        from cadre.compensation.engine import calendar

        return day + self.count if self.unit == "day" else calendar.add_months(day, self.months)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def _share(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if not any(mark in str(value) for mark in "%％/"):
        raise ValueError(f"write {value} as a percentage, with the sign: '{value}%' or '{_as_percent(value)}'")
    return amounts.share(value)


def _as_percent(value: object) -> str:
    try:
        return amounts.percent_text(amounts.exact(value))
    except ValueError:
        return "10%"


def _positive_share(value: object) -> Fraction:
    result = _share(value)
    if result < 0:
        raise ValueError("a share cannot be negative")
    return result


def _money(value: object) -> Fraction:
    result = amounts.exact(value)
    if result < 0:
        raise ValueError("an amount in a plan cannot be negative")
    return result


def _number(value: object) -> Fraction:
    return amounts.share(value)


def _typed(parse: Any, schema: dict[str, Any], of: Any, write: Any = str) -> Any:
    return Annotated[of, PlainValidator(parse), PlainSerializer(write, return_type=str), WithJsonSchema(schema)]


_PERCENT = {"type": "string", "pattern": r"^\d+(\.\d+)?\s*%$|^\d+/\d+$", "description": "a share: 8% or 1/3"}
_AMOUNT = {"type": ["number", "string"], "description": "an amount in whole units of the currency: 1500 or 1500.50"}

ALevel = _typed(Level.parse, {"type": ["number", "string"], "description": "80% of quota, or 10000 in units"}, Level)
ARate = _typed(Rate.parse, {"type": ["number", "string"], "description": "8%, or money per unit: 71.43"}, Rate)
ADuration = _typed(
    Duration.parse, {"type": "string", "pattern": r"^\d+\s*(day|month|year)s?$", "description": "90 days"}, Duration
)
AShare = _typed(_positive_share, _PERCENT, Fraction, amounts.share_text)
AMoney = _typed(_money, _AMOUNT, Fraction, amounts.exact_text)
ANumber = _typed(_number, {"type": ["number", "string"], "description": "4.5 or 90%"}, Fraction, amounts.exact_text)

Title = str | dict[Language, str]


def title_in(title: Title | None, language: str, otherwise: str) -> str:
    """The title in a language, falling back to English, any language, then ``otherwise``."""
    if title is None:
        return otherwise
    if isinstance(title, str):
        return title
    return title.get(language) or title.get("en") or next(iter(title.values()), otherwise)  # type: ignore[call-overload]
