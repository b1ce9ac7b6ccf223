"""The classic forecast: amount × probability of the stage, over the open deals that should close in the period (book ch. 6),

and beside it, what the past says about deals that do not exist yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from cadre.crm.forecast.deals import Deals, Window

USUAL_CYCLE = 60
"""Days from the first contact to the win where the company has no history of its own."""


def middle_of(days: list[int]) -> int:
    """The median, or USUAL_CYCLE of nothing."""
    import numpy as np

    return int(np.median(days)) if days else USUAL_CYCLE


def usual_cycle(known: Deals) -> int:
    """Median days from beginning to win."""
    import numpy as np

    won = (known.is_won == 1) & (known.began > 0)
    return int(np.median((known.closed - known.began)[won])) if won.any() else USUAL_CYCLE


def due_days(deals: Deals, cycle: int) -> np.ndarray:
    """When each deal should close: its expected day, or without one its beginning and the usual cycle. 0: nobody can say."""
    import numpy as np

    return np.where(deals.expected > 0, deals.expected, np.where(deals.began > 0, deals.began + cycle, 0))


def falls_due(deals: Deals, window: Window, cycle: int) -> np.ndarray:
    """Which open deals belong to the window; what is overdue can only close from now on."""
    import numpy as np

    due = due_days(deals, cycle)
    due = np.where((due > 0) & (due <= window.day), window.day + 1, due)
    return (due >= max(window.first, window.day + 1)) & (due <= window.last)


def weighted_amounts(deals: Deals, percents: np.ndarray, window: Window, cycle: int) -> np.ndarray:
    """Hundredths of minor units per open deal; 0 outside the window."""
    import numpy as np

    return np.where(falls_due(deals, window, cycle), deals.amount * percents, 0)


def new_business(won_lately: Deals, window: Window, *, over: int) -> np.ndarray:
    """Expected wins, inside the window, of deals that do not exist yet, per deal that was won in the last `over` days.

    Create and close at the rate of the past: if deals go on to begin as they did, one that took L days comes again, begun and
    won within H days, (H - L) ÷ `over` times. Deals without a beginning say nothing.
    """
    import numpy as np

    took = np.maximum(won_lately.closed - won_lately.began, 0)
    known = won_lately.began > 0

    def within(days: int) -> np.ndarray:
        return np.where(known, np.maximum(days - took, 0) / over, 0.0)

    before = window.first - 1 - window.day
    whole = within(window.last - window.day)
    return whole - within(before) if before > 0 else whole
