"""Quotas and targets: from the plan or the inputs, shared out, prorated, ramped, rounded once."""

from fractions import Fraction
from functools import cache

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.calendar import MONTHS, Calendar
from cadre.compensation.engine.curves.ledger import Cell, Cells, Ledger
from cadre.compensation.engine.inputs.figures import EVERYBODY, Figures
from cadre.compensation.engine.inputs.problems import ERROR
from cadre.compensation.engine.plan.component import Component, Quota, Target


def run_periods(ledger: Ledger, component: Component, payee: int, period: int, whole: bool) -> range:
    """The periods whose quotas add up for the curve."""
    if component.accumulate in ("period", "transaction", "ever"):
        return range(period, period + 1)
    inside = ledger.run_periods(component, payee, period)
    return inside if whole else range(inside.start, period + 1)


def fill_quotas(ledger: Ledger, component: Component, cells: Cells) -> None:
    """Give every cell its quota; one that is written for all, or given for exactly the cell's period, is looked up."""
    terms = component.quota_terms
    if terms is None:
        return
    looked_up = terms.plain and component.accumulate in ("period", "transaction")
    if looked_up and terms.amount != "input":
        number = amounts.round_half_away(terms.amount * ledger.scale(component))
        for cell in cells.values():
            cell.quota = number
        return
    given = _GivenQuotas(ledger, component) if looked_up else None
    for cell in cells.values():
        quota = given.whole(cell) if given is not None else None
        cell.quota = quota_of(ledger, component, terms, cell.payee, cell.period) if quota is None else quota


class _GivenQuotas:
    """The quotas given for single periods: what most of them are, found without asking the calendar for every payee."""

    def __init__(self, ledger: Ledger, component: Component) -> None:
        own, names, quotas = ledger.calendar(component), ledger.inputs.payees, ledger.inputs.quotas
        self.scale = ledger.scale(component)
        self.span = cache(lambda period: (own.start(period), own.end(period)))
        # where the component has quotas of its own, those for any component do not count before them
        self.known = cache(lambda payee: quotas.get((names[payee], component.id)) or quotas.get((names[payee], ""), {}))

    def whole(self, cell: Cell) -> int | None:
        """The payee's own quota for exactly the cell's period, where it is a whole number."""
        found = self.known(cell.payee).get(self.span(cell.period))
        if found is None:
            return None
        numerator, denominator = found.value.as_integer_ratio()
        return numerator * self.scale if denominator == 1 else None


def quota_of(ledger: Ledger, component: Component, terms: Quota, payee: int, period: int) -> int | None:
    """The quota the payee is measured against, in parts of the measure's unit; ``None`` if there is none."""
    total = Fraction(0)
    for each in run_periods(ledger, component, payee, period, terms.basis == "whole"):
        one = _period_quota(ledger, component, terms, payee, each)
        if one is None:
            return None
        total += one
    if total.denominator == 1 and not terms.round_to:
        return total.numerator * ledger.scale(component)
    if terms.round_to:
        total = amounts.round_half_away(total / terms.round_to) * terms.round_to
    return amounts.round_half_away(total * ledger.scale(component))


def _period_quota(ledger: Ledger, component: Component, terms: Quota, payee: int, period: int) -> Fraction | None:
    if terms.amount == "input":
        value = _given(ledger, component, terms, payee, period)
        if value is None:
            return None
    else:
        value = terms.amount * _part_of(ledger, component, terms, payee, period)
    value *= present(ledger, component, terms.prorate, terms.leave, payee, period)
    if terms.ramp:
        step = ledger.nth_period(component, payee, period)
        value *= terms.ramp[step - 1] if 1 <= step <= len(terms.ramp) else 1
    return value


def _part_of(ledger: Ledger, component: Component, terms: Quota | Target, payee: int, period: int) -> Fraction:
    """Which part of the amount's span the period is; weights are for the first, second … period of the payee's year."""
    kind, per = ledger.kind(component), terms.per
    if per in ("period", kind):
        return Fraction(1)
    if kind not in MONTHS or per not in MONTHS:
        raise ValueError(f"{component.id}: an amount per {per} cannot be shared out over periods of kind {kind}")
    if terms.weights:
        own_year = component.accumulate == "service_year"
        place = period - ledger.run_periods(component, payee, period).start if own_year else period
        share: Fraction = terms.weights[place % len(terms.weights)]
        return share
    return Fraction(MONTHS[kind], MONTHS[per])


def _owners(ledger: Ledger, payee: int, end: int) -> list[str]:
    owners = [ledger.inputs.payees[payee]]
    team = ledger.team(payee, end)
    if team:
        owners.append(team)
    return [*owners, EVERYBODY]


def _given(ledger: Ledger, component: Component, terms: Quota, payee: int, period: int) -> Fraction | None:
    found = ledger.calendar(component)
    start, end = found.start(period), found.end(period)
    for owner in _owners(ledger, payee, end):
        for name in (component.id, ""):
            value = figure(ledger.inputs.quotas, owner, name, start, end)
            if value is not None:
                return value
            if terms.per != "period" and terms.per in MONTHS:
                wide = Calendar(terms.per, ledger.plan.fiscal_year_starts)
                outer = wide.of(start)
                value = figure(ledger.inputs.quotas, owner, name, wide.start(outer), wide.end(outer))
                if value is not None:
                    return value * _part_of(ledger, component, terms, payee, period)
    return None


def figure(figures: Figures, owner: str, name: str, start: int, end: int) -> Fraction | None:
    """The number for exactly these days, or the sum of numbers that fill them, or the one for all time."""
    known = figures.get((owner, name))
    if known is None:
        return None
    exact = known.get((start, end))
    if exact is not None:
        return exact.value
    inside = [one for one in known.values() if one.start >= start and one.end <= end]
    if inside and sum(one.end - one.start for one in inside) == end - start:
        return sum((one.value for one in inside), Fraction(0))
    always = known.get((calendar.FIRST_DAY, calendar.LAST_DAY))
    return always.value if always is not None else None


def present(ledger: Ledger, component: Component, how: str, leave: bool, payee: int, period: int) -> Fraction:
    """The part of the period the payee is in the plan and not on leave."""
    if how == "none":
        return Fraction(1)
    return present_in(ledger, component, ledger.calendar(component), how, leave, payee, period)


def present_in(  # noqa: PLR0913, PLR0917 - each is a part of the question
    ledger: Ledger, component: Component | None, found: Calendar, how: str, leave: bool, payee: int, period: int
) -> Fraction:
    """The part of a period of any calendar that the payee is in the plan (in the component's roles) and not on leave."""
    start, end = found.start(period), found.end(period)
    if how == "none":
        return Fraction(1)
    if how == "days":
        days = ledger.days_in(component, payee, start, end)
        if leave:
            days -= ledger.leave_in(payee, start, end)
        return Fraction(max(days, 0), end - start)

    def there(first: int, last: int) -> bool:
        on_leave = leave and ledger.leave_in(payee, first, last) == last - first
        return bool(ledger.days_in(component, payee, first, last)) and not on_leave

    if how == "workdays":
        # day 0 is a Thursday
        workdays = [day for day in range(start, end) if (day + 3) % 7 < 5]
        return Fraction(sum(there(day, day + 1) for day in workdays), len(workdays))
    months = Calendar("month")
    inside = months.inside(found, period)
    count = 0
    for month in inside:
        first = months.start(month) + (14 if how == "months_15" else 0)
        count += there(first, months.end(month) if how == "months_any" else first + 1)
    return Fraction(count, len(inside))


def target_of(ledger: Ledger, component: Component, payee: int, period: int) -> Fraction | None:
    """The incentive at 100 % in smallest units, over what the component accumulates; exact: only pay is rounded."""
    terms = component.target_terms
    if terms is None:
        return None
    quota = component.quota_terms
    total = Fraction(0)
    for each in run_periods(ledger, component, payee, period, quota is None or quota.basis == "whole"):
        part = _part_of(ledger, component, terms, payee, each)
        if terms.amount == "input" or terms.column is not None:
            value = _participant_target(ledger, component, terms, payee, each)
            if value is None:
                return None
            total += value * part * terms.share
        elif terms.amount is not None:
            there = present(ledger, component, terms.prorate, terms.leave, payee, each)
            total += terms.amount * terms.share * part * there
    return total * ledger.plan.scale


def _participant_target(
    ledger: Ledger, component: Component, terms: Target, payee: int, period: int
) -> Fraction | None:
    how, column = terms.prorate, terms.column or "target"
    found = ledger.calendar(component)
    start, end = found.start(period), found.end(period)
    if how != "days":
        member = ledger.member(component, payee, start, end)
        value = member.number(column) if member else None
        return None if value is None else value * present(ledger, component, how, terms.leave, payee, period)
    total = Fraction(0)
    for member in ledger.spans.get(payee, []):
        first, last = max(start, member.start), min(end, member.end)
        days = max(0, last - first)
        days -= ledger.leave_in(payee, first, last) if days and terms.leave else 0
        if days > 0 and (component.roles is None or member.role in component.roles):
            total += (member.number(column) or 0) * Fraction(days, end - start)
    return total


def missing_quota(ledger: Ledger, component: Component, payee: int, period: int) -> None:
    """Report that a quota is needed and not there."""
    label = ledger.calendar(component).label(period)
    name = ledger.inputs.payees[payee]
    text = f"{name} has no quota for {component.id} in {label}; nothing is paid for it: add {name}, {label} to quotas"
    ledger.problems.add(ERROR, "quotas", 0, "quota", "no-quota", text, f"{name}|{component.id}|{label}")
