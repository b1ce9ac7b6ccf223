"""Payouts at the grain of payee × period: bonuses, steps, milestones, matrices, service awards, contests."""

from collections.abc import Sequence
from fractions import Fraction

from cadre.compensation.engine import calendar
from cadre.compensation.engine.calendar import MONTHS
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.curves.quotas import missing_quota, present
from cadre.compensation.engine.curves.tables import between, edge, reached
from cadre.compensation.engine.curves.terms import line_terms, matrix_cell, needs_quota
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.payouts import Anniversary, Fixed, Milestone, Step
from cadre.compensation.engine.plan.tiers import bands
from cadre.compensation.engine.plan.values import Level


def bonus(ledger: Ledger, component: Component, cell: Cell) -> Fraction:  # noqa: PLR0911 - one branch per form
    """What the curve pays in smallest units, before gates, multipliers, weight and caps."""
    pays = component.pays
    if needs_quota(component) and not cell.quota:
        missing_quota(ledger, component, cell.payee, cell.period)
        return Fraction(0)
    if component.threshold is not None and not has_reached(component, ledger, cell, component.threshold):
        return Fraction(0)
    if pays.form in ("steps", "milestones"):
        return _rows(ledger, component, cell)
    if pays.form == "amount":
        return _fixed(ledger, component, cell)
    if pays.form == "matrix":
        return _matrix(ledger, component, cell)
    if pays.form in ("tenure", "anniversaries"):
        return _service(ledger, component, cell)
    return _curve(ledger, component, cell)


def piecewise(reached_credit: Fraction | int, edges: Sequence[Fraction | int], rates: Sequence[Fraction]) -> Fraction:
    """The marginal sum: each rate for what lies between its edges, the first also for what lies below zero."""
    total, low = Fraction(0), None
    for number, rate in enumerate(rates):
        high = edges[number] if number < len(edges) else None
        top = reached_credit if high is None else min(reached_credit, high)
        if low is None:
            total += top * rate
        elif top > low:
            total += (top - low) * rate
        low = high
    return total


def has_reached(component: Component, ledger: Ledger, cell: Cell, level: Level, boundary: str = "upper") -> bool:
    """Whether the cell has reached a level."""
    if component.measured.is_transactions:
        return cell.reached >= edge(level, cell.quota, ledger.scale(component), boundary)
    at = cell.attainment if level.relative or cell.quota is None else cell.reading
    return at is not None and bool(reached([level.value], at, boundary))


def _rows(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    boundary = component.pays.boundary
    total = Fraction(0)
    rows: list[tuple[Level, Step | Milestone]] = [(step.from_, step) for step in component.pays.steps or []]
    rows += [(milestone.at, milestone) for milestone in component.pays.milestones or []]
    for level, row in rows:
        if has_reached(component, ledger, cell, level, boundary):
            pays = row.amount * ledger.plan.scale if row.amount is not None else (row.pays or 0) * _target(cell)
            total = total + pays if isinstance(row, Milestone) else pays
    return Fraction(total)


def _target(cell: Cell) -> Fraction:
    return Fraction(cell.target or 0)


def _fixed(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    fixed = component.pays.amount
    if not isinstance(fixed, Fixed):
        fixed = Fixed(amount=fixed)
    found = ledger.calendar(component)
    if fixed.amount is not None:
        value = fixed.amount
    else:
        member = ledger.member(component, cell.payee, found.start(cell.period), found.end(cell.period))
        number = member.number(str(fixed.column)) if member else None
        if number is None:
            name = ledger.inputs.payees[cell.payee]
            text = f"{name} has no {fixed.column} in the participants input; {component.id} is not paid"
            ledger.problems.add("error", "participants", 0, str(fixed.column), "no-value", text, name)
            return Fraction(0)
        value = number
    kind = ledger.kind(component)
    if fixed.per not in ("period", kind):
        value *= Fraction(MONTHS[kind], MONTHS[fixed.per])
    typed: Fraction = (
        value * present(ledger, component, fixed.prorate, fixed.leave, cell.payee, cell.period) * ledger.plan.scale
    )
    return typed


def _matrix(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    rate = matrix_cell(ledger, component, cell)
    matrix = component.pays.matrix
    if rate is None or matrix is None:
        return Fraction(0)
    if matrix.gives == "amount":
        return rate.value * ledger.plan.scale
    return rate.value * (_target(cell) if matrix.gives == "target" else cell.reached)


def _service(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    found = ledger.calendar(component)
    start, end = found.start(cell.period), found.end(cell.period)
    member = ledger.member(component, cell.payee, start, end)
    if member is None or member.hired is None:
        name = ledger.inputs.payees[cell.payee]
        text = f"{name} has no hired_on in the participants input; {component.id} is not paid"
        ledger.problems.add("error", "participants", 0, "hired_on", "no-value", text, name)
        return Fraction(0)
    total = Fraction(0)
    for step in component.pays.tenure or []:
        if step.from_.after(member.hired) < end:
            total, cell.title = step.amount * ledger.plan.scale, step.title or ""
    for award in component.pays.anniversaries or []:
        if _falls_in(award, member.hired, start, end):
            total, cell.title = total + award.amount * ledger.plan.scale, award.title or cell.title
    return total


def _falls_in(award: Anniversary, hired: int, start: int, end: int) -> bool:
    months = award.at.months
    if not award.every:
        return start <= calendar.add_months(hired, months) < end
    passed = max(calendar.whole_months(hired, end), 0) // months
    return passed >= 1 and any(start <= calendar.add_months(hired, months * n) < end for n in (passed, passed - 1) if n)


def _curve(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    """Rates, tiers and points of a component that pays once per period."""
    pays = component.pays
    if component.measured.is_transactions and pays.form != "interpolate":
        edges, rates = line_terms(ledger, component, cell)
        return piecewise(cell.reached, edges, rates)
    if cell.reading is None and not component.measured.is_transactions:
        # what is not known pays nothing, also where the curve begins above nothing
        return Fraction(0)
    at = cell.attainment
    if pays.interpolate:
        relative = pays.interpolate[-1].at.relative
        where = at if relative or cell.reading is not None else Fraction(cell.reached, ledger.scale(component))
        points = [(point.at.value, point.rate.value) for point in pays.interpolate]
        share = between(points, where if where is not None else Fraction(0))
        return share * _base(ledger, component, cell)
    base = at if at is not None else Fraction(0)
    whole = _base(ledger, component, cell)
    if pays.rate is not None:
        typed: Fraction = pays.rate.value * (base * whole if pays.of == "target" else whole)
        return typed
    relative = any(b.top is not None and b.top.relative for b in pays.bands) or pays.of == "target"
    x = base if relative else cell.reading or Fraction(0)
    unit = whole / x if x else Fraction(0)
    if pays.of == "target":
        unit = whole
    return _fraction_tiers(pays.tiers, pays.retroactive is not None, pays.boundary, x) * unit


def _fraction_tiers(tiers: list, retroactive: bool, boundary: str, x: Fraction) -> Fraction:  # type: ignore[type-arg]
    written = bands(tiers)
    rates = [band.tier.rate.value if band.tier.rate is not None else Fraction(0) for band in written]
    tops = [band.top.value for band in written if band.top is not None]
    if len(tops) == len(rates):
        rates.append(Fraction(0))
    if retroactive:
        place = reached(tops, x, boundary)
        return min(x, tops[-1]) * rates[-2] if place == len(tops) == len(written) else x * rates[place]
    return piecewise(x, tops, rates)


def _base(ledger: Ledger, component: Component, cell: Cell) -> Fraction:
    """What a share is a share of, in smallest units."""
    if component.pays.of == "target":
        return _target(cell)
    if cell.reading is not None:
        return cell.reading * ledger.plan.scale
    return Fraction(cell.reached)
