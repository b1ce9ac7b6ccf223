"""Deals as columns, and what was known of them on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    Column = np.ndarray[tuple[int], np.dtype[np.int64]]

NEVER = 10**7
"""A day after all others: not closed yet."""
UNKNOWN = 0
"""A key that stands for nothing: no account, no industry, a stage nobody recorded."""


def column(values: Iterable[int]) -> Column:
    """Whole numbers as a column."""
    import numpy as np

    return np.array(list(values), dtype=np.int64)


@dataclass(frozen=True)
class Deals:
    """One row per deal. `amount` is what an open deal carries (its own, or the list price), `won_amount` what it brought.

    A closed deal's own amount was not known while it was open, so history carries the list price of its product.
    `expected` is the expected closing day (0: none, as for every day in the past, since only the present one is kept).
    """

    id: Column
    began: Column
    closed: Column
    is_won: Column
    amount: Column
    won_amount: Column
    owner: Column
    product: Column
    industry: Column
    expected: Column
    steps: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Deal id → (day, open stage) in order, for deals whose way through the stages is recorded."""

    @classmethod
    def of(cls, rows: list[tuple[int, ...]], steps: dict[int, tuple[tuple[int, int], ...]] | None = None) -> Deals:
        """From rows in the order of the columns."""
        import numpy as np

        parts = np.array(rows, dtype=np.int64).reshape(len(rows), 10).T
        names = ("id", "began", "closed", "is_won", "amount", "won_amount", "owner", "product", "industry", "expected")
        return cls(**dict(zip(names, parts, strict=True)), steps=steps or {})

    def __len__(self) -> int:
        return len(self.id)

    def take(self, mask: np.ndarray) -> Deals:
        """The rows of a mask or an index."""
        names = ("id", "began", "closed", "is_won", "amount", "won_amount", "owner", "product", "industry", "expected")
        return Deals(**{name: getattr(self, name)[mask] for name in names}, steps=self.steps)

    def known_on(self, day: int) -> Deals:
        """What was known at the end of a day: later deals are not there, later closings have not happened."""
        import numpy as np

        seen = self.take((self.began > 0) & (self.began <= day))
        later = seen.closed > day
        return Deals(
            id=seen.id,
            began=seen.began,
            closed=np.where(later, NEVER, seen.closed),
            is_won=np.where(later, 0, seen.is_won),
            amount=seen.amount,
            won_amount=np.where(later, 0, seen.won_amount),
            owner=seen.owner,
            product=seen.product,
            industry=seen.industry,
            expected=seen.expected,
            steps=self.steps,
        )

    def open_ones(self) -> Deals:
        return self.take(self.closed == NEVER)

    def won_between(self, first: int, last: int) -> np.ndarray:
        """The mask of the deals won on a day of [first, last]."""
        return (self.is_won == 1) & (self.closed >= first) & (self.closed <= last)

    def stage_on(self, days: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The stage of each row at the end of the day beside it; UNKNOWN where nobody recorded one by then."""
        import numpy as np

        return np.fromiter(
            (
                _stage_at(self.steps.get(key, ()), day)
                for key, day in zip(self.id[rows].tolist(), days.tolist(), strict=True)
            ),
            dtype=np.int64,
            count=len(rows),
        )


def _stage_at(steps: Sequence[tuple[int, int]], day: int) -> int:
    found = UNKNOWN
    for on, stage in steps:
        if on > day:
            break
        found = stage
    return found


@dataclass(frozen=True)
class Window:
    """The days a forecast is about: after `day` up to and with `last`; what was won from `first` on is certain already."""

    first: int
    last: int
    day: int

    @property
    def days_left(self) -> int:
        return max(0, self.last - max(self.day, self.first - 1))


@dataclass(frozen=True)
class Season:
    """In which third of its fiscal quarter each day lies (0, 1, 2): deals are decided at quarter ends, and the calendar is known ahead."""

    start: int
    thirds: Column

    def of(self, days: np.ndarray) -> np.ndarray:
        import numpy as np

        return self.thirds[np.clip(days - self.start, 0, len(self.thirds) - 1)]
