"""A target beside a number."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Aim:
    """A target as a value of its metric, and the share of the working days that is over."""

    target: Fraction
    time: Fraction
