"""Which columns of the transactions a plan uses."""

from dataclasses import dataclass

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Where
from cadre.compensation.engine.plan.model import Plan


@dataclass(frozen=True)
class Needed:
    """Columns by the way they are used. ``scales`` gives the smallest unit of each value column."""

    scales: dict[str, int]
    dates: tuple[str, ...]
    texts: tuple[str, ...]
    keys: tuple[str, ...]


def needed(plan: Plan) -> Needed:  # noqa: C901 - one branch per rule of the language
    """The transactions columns that ``plan`` names."""
    scales: dict[str, int] = {}
    dates: dict[str, None] = {"date": None}
    texts: dict[str, None] = {}
    keys: dict[str, None] = {}
    for component in plan.components:
        measure = component.measured
        if not measure.is_transactions:
            continue
        if measure.value not in (None, "count"):
            scales[str(measure.value)] = plan.scale if measure.is_money else amounts.NUMBER_SCALE
        if measure.times is not None:
            scales[measure.times] = 1_000_000
        dates[measure.date] = None
        dates.update((part.on, None) for part in component.pay if part.on is not None)
        for column, wanted in measure.where.items():
            if isinstance(wanted, Where) and (wanted.at_least is not None or wanted.below is not None):
                scales.setdefault(column, plan.scale if column == "amount" else amounts.NUMBER_SCALE)
            if not isinstance(wanted, Where) or wanted.not_in is not None:
                texts[column] = None
        keys.update((column, None) for column in component.by_columns)
    if plan.unpaid is not None:
        dates[plan.unpaid.column] = None
    if (plan.clawback or any(p.receipts for c in plan.components for p in c.pay)) and "amount" not in scales:
        scales["amount"] = plan.scale
    return Needed(scales, tuple(dates), tuple(texts), tuple(keys))
