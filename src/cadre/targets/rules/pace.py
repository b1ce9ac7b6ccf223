"""Where something stands against its target: attained, gap, pace, the rate it takes."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Standing:
    """Attained against a target in a period of which `passed` of `days` working days are over.

    Amounts are in the metric's smallest unit. `target` None: there is none, which is not a target of zero.
    """

    attained: Fraction
    target: int | None
    passed: int
    days: int

    @property
    def time(self) -> Fraction:
        """The share of the working days that is over; a period without any is over."""
        return Fraction(self.passed, self.days) if self.days else Fraction(1)

    @property
    def attainment(self) -> Fraction | None:
        return self.attained / self.target if self.target else None

    @property
    def gap(self) -> Fraction | None:
        """What is still missing, 0 once it is reached."""
        return None if self.target is None else max(Fraction(0), self.target - self.attained)

    @property
    def is_reached(self) -> bool:
        return self.target is not None and self.attained >= self.target

    @property
    def expected(self) -> Fraction | None:
        """What an even pace would have by now."""
        return None if self.target is None else self.target * self.time

    @property
    def ahead(self) -> Fraction | None:
        """Attained less what an even pace would have; negative: behind."""
        return None if self.expected is None else self.attained - self.expected

    @property
    def ahead_points(self) -> Fraction | None:
        """The same as a share of the target."""
        return None if self.attainment is None else self.attainment - self.time

    @property
    def days_left(self) -> int:
        return self.days - self.passed

    @property
    def rate(self) -> Fraction | None:
        """Attained per working day so far."""
        return self.attained / self.passed if self.passed else None

    @property
    def rate_needed(self) -> Fraction | None:
        """What it takes per remaining working day; None where none remains or nothing is missing to compute."""
        return self.gap / self.days_left if self.gap is not None and self.days_left else None
