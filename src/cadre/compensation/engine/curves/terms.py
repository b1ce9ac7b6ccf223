"""The terms of line components: whole edges and exact rates for one payee and period."""

from fractions import Fraction

from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.curves.quotas import missing_quota
from cadre.compensation.engine.curves.readings import read
from cadre.compensation.engine.curves.tables import between, edge, reached
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.payouts import Tier
from cadre.compensation.engine.plan.values import Rate

Terms = tuple[tuple[int, ...], tuple[Fraction, ...]]
NOTHING: Terms = ((), (Fraction(0),))


def line_terms(ledger: Ledger, component: Component, cell: Cell) -> Terms:
    """Edges and rates (smallest units paid per part of credit), before gates and multipliers."""
    if not cell.quota and needs_quota(component):
        missing_quota(ledger, component, cell.payee, cell.period)
        return NOTHING
    if component.pays.of == "target" and cell.target is None:
        name = ledger.inputs.payees[cell.payee]
        text = f"{name} has no target for {component.id}; nothing is paid for it"
        ledger.problems.add("error", "participants", 0, "target", "no-target", text, name)
        return NOTHING
    scale = ledger.scale(component)
    if component.threshold is not None and cell.reached < edge(component.threshold, cell.quota, scale):
        return NOTHING
    pays = component.pays
    if pays.of == "credit" and component.cap.attainment is None and (pays.marginal or pays.rate is not None):
        # nothing but the quota matters: payees of one quota share their terms
        known = ledger.terms.get((component.id, cell.quota))
        if known is None:
            known = _limited(component, cell, scale, *_curve(ledger, component, cell, scale))
            same = next(
                (r for (name, _), (_, r) in ledger.terms.items() if name == component.id and r == known[1]), None
            )
            known = ledger.terms[component.id, cell.quota] = (known[0], same or known[1])
        return known
    edges, rates = _curve(ledger, component, cell, scale)
    return _limited(component, cell, scale, edges, rates)


def needs_quota(component: Component) -> bool:
    """Whether the curve cannot be read without a quota."""
    pays = component.pays
    if component.quota is None or not component.measured.is_transactions:
        return False
    levels = [level for tier in pays.tiers for level in (tier.from_, tier.to)]
    levels += [point.at for point in pays.interpolate or []] + [milestone.at for milestone in pays.milestones or []]
    levels += [s.from_ for s in pays.steps or []]
    levels += [component.threshold, component.cap.attainment]
    return pays.of == "target" or any(level is not None and level.relative and level.value for level in levels)


def unit_rate(ledger: Ledger, component: Component, cell: Cell, rate: Rate) -> Fraction:
    """What one part of credit pays, in smallest units."""
    if component.pays.of == "target":
        return rate.value * (cell.target or 0) / (cell.quota or 1)
    if component.measured.is_money:
        return rate.value
    return rate.value * ledger.plan.scale / ledger.scale(component)


def _tier_rate(ledger: Ledger, component: Component, cell: Cell, tier: Tier, width: int) -> Fraction:
    if tier.rate is not None:
        return unit_rate(ledger, component, cell, tier.rate)
    return Fraction((tier.amount or 0) * ledger.plan.scale) / width


def _curve(ledger: Ledger, component: Component, cell: Cell, scale: int) -> tuple[list[int], list[Fraction]]:
    pays = component.pays
    if pays.rate is not None:
        return [], [unit_rate(ledger, component, cell, pays.rate)]
    if pays.rates:
        return [], [unit_rate(ledger, component, cell, Rate(Fraction(1), False))]
    if pays.tiers:
        return _tiered(ledger, component, cell, scale)
    if pays.interpolate:
        relative = pays.interpolate[-1].at.relative
        at = cell.attainment if relative else Fraction(cell.reached, scale)
        points = [(point.at.value, unit_rate(ledger, component, cell, point.rate)) for point in pays.interpolate]
        return [], [between(points, at if at is not None else Fraction(0))]
    rate = matrix_cell(ledger, component, cell)
    return [], [Fraction(0) if rate is None else unit_rate(ledger, component, cell, rate)]


def _tiered(ledger: Ledger, component: Component, cell: Cell, scale: int) -> tuple[list[int], list[Fraction]]:
    pays = component.pays
    written = pays.bands
    boundary = pays.boundary if pays.retroactive else "upper"
    tops = [edge(band.top, cell.quota, scale, boundary) for band in written if band.top is not None]
    bottoms = [0, *tops]
    rates = []
    for number, band in enumerate(written):
        width = tops[number] - bottoms[number] if number < len(tops) else 1
        rates.append(_tier_rate(ledger, component, cell, band.tier, max(width, 1)))
    if written[-1].top is not None:
        rates.append(rates[-1] if pays.retroactive and component.accumulate == "transaction" else Fraction(0))
    if pays.marginal or component.accumulate == "transaction":
        return tops, rates
    place = sum(cell.reached >= top for top in tops)
    if written[-1].top is not None and place == len(tops):
        last = edge(written[-1].top, cell.quota, scale)
        return [last], [rates[-2], Fraction(0)]
    return [], [rates[place]]


def matrix_cell(ledger: Ledger, component: Component, cell: Cell) -> Rate | None:
    """The cell of the matrix the two readings reach; ``None`` below the first row or column."""
    matrix = component.pays.matrix
    if matrix is None:
        return None
    places = []
    for axis in (matrix.rows, matrix.columns):
        value = read(ledger, component, cell, axis)
        if value is None:
            return None
        places.append(reached([level.value for level in axis.from_], value, component.pays.boundary))
    row, column = places
    return matrix.cells[row - 1][column - 1] if row and column else None


def _limited(component: Component, cell: Cell, scale: int, edges: list[int], rates: list[Fraction]) -> Terms:
    """Caps on the rate and on attainment."""
    if component.cap.rate is not None:
        highest = component.cap.rate.value
        rates = [min(rate, highest) for rate in rates]
    if component.cap.attainment is not None:
        last = edge(component.cap.attainment, cell.quota, scale)
        kept = [e for e in edges if e < last]
        edges, rates = [*kept, last], [*rates[: len(kept) + 1], Fraction(0)]
    return tuple(edges), tuple(rates)
