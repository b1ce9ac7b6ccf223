"""A finding about a plan, before its line is known."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """A finding at a path of the plan, before its line is known."""

    severity: str
    path: tuple[Any, ...]
    message: str
    advice: str
