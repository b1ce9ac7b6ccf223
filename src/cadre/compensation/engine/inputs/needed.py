"""Which columns of the transactions a plan uses."""

from dataclasses import dataclass, field

from cadre.compensation.engine import amounts
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import Reading
from cadre.compensation.engine.plan.deals import Filter, Where
from cadre.compensation.engine.plan.model import Plan


@dataclass(frozen=True)
class Needed:
    """Columns by the way they are used. ``scales`` gives the smallest unit of each value column.

    ``counted``: calculated columns that are counted, with their smallest unit. ``idle``: columns that only components
    name that pay whatever is credited; where they are missing they are zero.
    """

    scales: dict[str, int] = field(default_factory=dict)
    dates: dict[str, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    idle: set[str] = field(default_factory=set)


def needed(plan: Plan) -> Needed:
    """The transactions columns that ``plan`` names."""
    want = Needed()
    want.dates["date"] = None
    for component in plan.components:
        if component.measured.is_transactions:
            _component(plan, component, want)
    used = {str(c.measured.value) for c in plan.components if not pays_anyhow(c)}
    used |= {name for formula in plan.formulas.values() for name in formula.numbers}
    want.idle.update(name for name in want.scales if name == "amount" and name not in used)
    for formula in plan.formulas.values():
        for name in formula.numbers:
            _number(plan, name, plan.scale if name == "amount" else amounts.NUMBER_SCALE, want)
        want.texts.update((name, None) for name in formula.texts)
        want.dates.update((name, None) for name in formula.dates)
    if plan.unpaid is not None:
        want.dates[plan.unpaid.column] = None
    want.dates[plan.rates_on] = None
    if plan.clawback or any(p.receipts for c in plan.components for p in c.pay):
        want.scales.setdefault("amount", plan.scale)
    return want


def pays_anyhow(component: Component) -> bool:
    """Whether what a component pays never looks at its own credit: salaries, allowances, scores, pools by shares."""
    pays, own = component.pays, component.quota is not None or component.threshold is not None
    if own or any(reading.component in ("self", component.id) for reading in component.readings):
        return False
    if pays.contest is not None:
        return isinstance(pays.contest.rank_by, Reading) and pays.contest.minimum is None
    if pays.pool is not None:
        return pays.pool.rate is None and pays.pool.by != "credit" and pays.pool.minimum is None
    return pays.form in ("amount", "tenure", "anniversaries")


def _number(plan: Plan, name: str, scale: int, want: Needed, counted: bool = False) -> None:
    if name not in plan.columns:
        want.scales.setdefault(name, scale)
    elif counted:
        want.counted[name] = scale


def _component(plan: Plan, component: Component, want: Needed) -> None:
    measure = component.measured
    if measure.value not in (None, "count"):
        scale = plan.scale if measure.is_money else amounts.NUMBER_SCALE
        if measure.value in plan.columns or measure.is_money:
            want.scales.pop(str(measure.value), None)
        _number(plan, str(measure.value), scale, want, True)
    if measure.times is not None:
        _number(plan, measure.times, 1_000_000, want, True)
    want.dates[measure.date] = None
    want.dates.update((part.on, None) for part in component.pay if part.on is not None)
    want.keys.update((column, None) for column in component.by_columns)
    filters = [measure.where, *(row.where for table in component.row_tables for row in table)]
    for one in filters:
        _filter(plan, one, want)


def _filter(plan: Plan, wanted: Filter, want: Needed) -> None:
    for column, test in wanted.items():
        if isinstance(test, Where):
            if test.numeric:
                _number(plan, column, plan.scale if column == "amount" else amounts.NUMBER_SCALE, want)
            if test.dated:
                want.dates[column] = None
            if test.not_in is not None:
                want.texts[column] = None
        elif column not in plan.columns:
            want.texts[column] = None
