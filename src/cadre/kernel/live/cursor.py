"""Where a reader of the outbox stands, when ids may become visible out of order.

PostgreSQL hands out ids before commit, so a row with a lower id can appear after one with a
higher id. Every id that was jumped over is a gap: in flight, or rolled back. Gaps are asked
for again until they are filled or old.
"""

from dataclasses import dataclass, field

GAP_SECONDS = 120.0
"""How long a jumped-over id is waited for: longer than any transaction that publishes should run."""


@dataclass(frozen=True)
class Gap:
    """Ids from `low` to `high`, both included, first missed at `since` (monotonic seconds)."""

    low: int
    high: int
    since: float


@dataclass
class Cursor:
    """The last id read and the gaps below it."""

    last: int
    gaps: list[Gap] = field(default_factory=list)

    @property
    def safe(self) -> int:
        """The id up to which nothing can still appear; a reader that resumes there misses nothing."""
        return min((gap.low - 1 for gap in self.gaps), default=self.last)

    def take(self, row_id: int, now: float) -> bool:
        """Note that `row_id` was read; False when it had been read before."""
        if row_id > self.last:
            if row_id > self.last + 1:
                self.gaps.append(Gap(self.last + 1, row_id - 1, now))
            self.last = row_id
            return True
        for gap in self.gaps:
            if gap.low <= row_id <= gap.high:
                self.gaps.remove(gap)
                sides = (Gap(gap.low, row_id - 1, gap.since), Gap(row_id + 1, gap.high, gap.since))
                self.gaps.extend(side for side in sides if side.low <= side.high)
                return True
        return False

    def forget_old_gaps(self, now: float) -> None:
        """Give up on ids that were rolled back."""
        self.gaps = [gap for gap in self.gaps if now - gap.since < GAP_SECONDS]
