"""Readings, gates and multipliers: what a payout depends on besides its own credit."""

from fractions import Fraction

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.curves.ledger import Cell, Ledger, ReadValue
from cadre.compensation.engine.curves.quotas import figure
from cadre.compensation.engine.curves.tables import factor_of
from cadre.compensation.engine.inputs.figures import EVERYBODY
from cadre.compensation.engine.inputs.problems import ERROR, NOTE, WARNING
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.conditions import COMBINED, Gate, Lookup, Reading, gate_text


def apply_conditions(ledger: Ledger, component: Component, cell: Cell) -> None:
    """Read every gate and multiplier of the cell; their product with the weight is its factor."""
    factor = component.weight if component.weight is not None else Fraction(1)
    for gate in component.gates:
        value = read(ledger, component, cell, gate)
        one = Fraction(0) if value is None else Fraction(1) if is_open(gate, value) else gate.otherwise
        cell.reads.append(ReadValue("gate", gate.key, value, one, gate_text(gate)))
        factor *= one
    for multiplier in component.multipliers:
        value = read(ledger, component, cell, multiplier)
        one = Fraction(0) if value is None else factor_of(multiplier, value)
        cell.reads.append(ReadValue("multiplier", multiplier.key, value, one))
        factor *= one
    if component.accumulate == "service_year" and ledger.hired(cell.payee, _end(ledger, component, cell)) is None:
        _report(ledger, component, cell, "hired_on", "participants")
        factor = Fraction(0)
    cell.factor = factor


def _end(ledger: Ledger, component: Component, cell: Cell) -> int:
    return ledger.calendar(component).end(cell.period)


def is_open(gate: Gate, value: Fraction) -> bool:
    """Whether every test of the gate holds."""
    return (
        (gate.at_least is None or value >= gate.at_least)
        and (gate.above is None or value > gate.above)
        and (gate.at_most is None or value <= gate.at_most)
        and (gate.below is None or value < gate.below)
        and (gate.equals is None or value == gate.equals)
    )


def read(ledger: Ledger, component: Component, cell: Cell, reading: Reading) -> Fraction | None:
    """The number read; ``None`` (and a problem) when it is not there."""
    at = cell
    if reading.ago:
        at = Cell(cell.payee, cell.period - reading.ago)
        if _before_inputs(ledger, component, at.period):
            _report_early(ledger, component, at, reading.key)
            return None
    value = _plain(ledger, component, at, reading)
    base = read(ledger, component, at, reading.over) if value is not None and reading.over is not None else Fraction(1)
    if base == 0:
        _report(ledger, component, at, reading.key, "transactions", WARNING)
    if value is None or not base:
        return None
    value /= base
    if reading.round_to is not None:
        value = amounts.to_multiple(value, reading.round_to, reading.round)
    return value if reading.times is None else value * reading.times


def _combined(ledger: Ledger, component: Component, cell: Cell, reading: Reading) -> Fraction | None:
    inside = getattr(reading, reading.source)
    if reading.partial == "allowed":
        later = [one for one in inside if not one.ago or not _before_inputs(ledger, component, cell.period - one.ago)]
        inside = later or inside
    values = [read(ledger, component, cell, one) for one in inside]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if reading.source in ("lowest", "highest"):
        return min(known) if reading.source == "lowest" else max(known)
    total = sum(known, Fraction(0))
    return total / len(known) if reading.source == "average" else total


def _looked_up(ledger: Ledger, cell: Cell, lookup: Lookup, start: int, end: int) -> Fraction | None:
    member = ledger.member(None, cell.payee, start, end)
    text = member.columns.get(lookup.column, "") if member is not None else ""
    known = {name.lower(): value for name, value in lookup.values.items()}
    return known.get(text.lower(), lookup.otherwise)


def _plain(  # noqa: C901 - one branch per source
    ledger: Ledger, component: Component, cell: Cell, reading: Reading
) -> Fraction | None:
    if reading.value is not None:
        return Fraction(reading.value)
    if reading.component is not None:
        return _component_value(ledger, component, cell, reading)
    if reading.source in COMBINED:
        return _combined(ledger, component, cell, reading)
    found = ledger.calendar(component)
    start, end = found.start(cell.period), found.end(cell.period)
    if reading.measure is not None:
        return _measure(ledger, component, cell, reading.measure, reading.of)
    member = ledger.member(None, cell.payee, start, end)
    value = None
    if reading.lookup is not None:
        value = _looked_up(ledger, cell, reading.lookup, start, end)
    if reading.tenure_months is not None and member is not None and member.hired is not None:
        value = Fraction(max(0, calendar.whole_months(member.hired, end)))
    if reading.column is not None and member is not None:
        value = member.number(reading.column)
    if value is None:
        _report(ledger, component, cell, reading.key, "participants")
    return value


def _report(ledger: Ledger, component: Component, cell: Cell, key: str, table: str, severity: str = ERROR) -> None:
    label, name = ledger.calendar(component).label(cell.period), ledger.inputs.payees[cell.payee]
    text = f"{key} is not known for {name} in {label}; {component.id} is not paid until it is"
    ledger.problems.add(severity, table, 0, key, "no-value", text, f"{name}|{component.id}|{label}")


def _before_inputs(ledger: Ledger, component: Component, period: int) -> bool:
    """Whether a period is over before the first day that the inputs name."""
    return ledger.calendar(component).end(period) <= ledger.first_day


def _report_early(ledger: Ledger, component: Component, cell: Cell, key: str) -> None:
    label, name = ledger.calendar(component).label(cell.period), ledger.inputs.payees[cell.payee]
    text = (
        f"{key} of {label} lies before the inputs; {component.id} is not paid for it: give what was before, or write "
        "partial: allowed beside lowest, highest, average or sum"
    )
    ledger.problems.add(NOTE, "transactions", 0, key, "no-value", text, f"{name}|{component.id}|{label}")


def _owner_names(ledger: Ledger, cell: Cell, of: str, end: int) -> list[str]:
    if of == "company":
        return [EVERYBODY]
    if of == "team":
        return [ledger.team(cell.payee, end), EVERYBODY]
    if of == "manager":
        manager = ledger.manager(cell.payee, end)
        return [] if manager is None else [ledger.inputs.payees[manager]]
    return [ledger.inputs.payees[cell.payee], EVERYBODY]


def _measure(ledger: Ledger, component: Component, cell: Cell, name: str, of: str) -> Fraction | None:
    found = ledger.calendar(component)
    start, end = found.start(cell.period), found.end(cell.period)
    for owner in _owner_names(ledger, cell, of, end):
        value = figure(ledger.inputs.measures, owner, name, start, end)
        if value is not None:
            return value
    if ledger.plan.declared(name).missing == "zero":
        return Fraction(0)
    _report(ledger, component, cell, name, "measures")
    return None


def score(ledger: Ledger, component: Component, cell: Cell) -> Fraction | None:
    """The weighted sum of the component's objectives."""
    total = Fraction(0)
    for name, weight in (component.measured.scores or {}).items():
        value = _measure(ledger, component, cell, name, "payee")
        if value is None:
            return None
        cell.reads.append(ReadValue("score", name, value, weight))
        total += value * weight
    return total


def _component_value(ledger: Ledger, component: Component, cell: Cell, reading: Reading) -> Fraction | None:
    found = ledger.calendar(component)
    start, end = found.start(cell.period), found.end(cell.period)
    name = component.id if reading.component == "self" else str(reading.component)
    if reading.of == "payee":
        payees: tuple[int, ...] | str = (cell.payee,)
    elif reading.of == "team":
        payees = ledger.team(cell.payee, end) or (cell.payee,)
    elif reading.of == "reports":
        payees = ledger.reports(cell.payee, end)
    elif reading.of == "manager":
        manager = ledger.manager(cell.payee, end)
        payees = () if manager is None else (manager,)
    else:
        payees = EVERYBODY
    names = [c.id for c in ledger.plan.components if c.quota is not None] if name == "plan" else [name]
    credit, quota, payout = Fraction(0), Fraction(0), Fraction(0)
    for one in names:
        sums = _sums(ledger, ledger.plan.component(one), payees, start, end)
        credit, quota, payout = credit + sums[0], quota + sums[1], payout + sums[2]
    if reading.source == "attainment":
        if not quota:
            _report(ledger, component, cell, reading.key, "quotas")
            return None
        return credit / quota
    return {"credit": credit, "quota": quota, "payout": payout}[reading.source]


Sums = tuple[Fraction, Fraction, Fraction]


def _sums(ledger: Ledger, read_from: Component, payees: tuple[int, ...] | str, start: int, end: int) -> Sums:
    """Credit, quota and payout of a component over payees and days, in whole units."""
    key = (read_from.id, payees, start, end)
    known = ledger.totals.get(key)
    if known is None:
        known = ledger.totals[key] = _added(ledger, read_from, payees, start, end)
    return known  # type: ignore[return-value]


def _added(ledger: Ledger, read_from: Component, payees: tuple[int, ...] | str, start: int, end: int) -> Sums:  # noqa: C901 - one branch per rule of the language
    found = ledger.calendar(read_from)
    periods = list(range(found.of(start), found.of(end - 1) + 1))
    if found.kind == "once":
        periods = [0]
    cells = ledger.cells.get(read_from.id, {})
    if isinstance(payees, str):
        chosen = range(len(ledger.inputs.payees))
        members = [p for p in chosen if payees == EVERYBODY or ledger.team(p, end) == payees]
    else:
        members = list(payees)
    accumulated = read_from.accumulate not in ("period", "transaction")
    scale = ledger.scale(read_from)
    credit, quota, payout = 0, Fraction(0), 0
    for payee in members:
        for period in periods:
            cell = cells.get((payee, period))
            if cell is None:
                continue
            payout += cell.payout
            if accumulated and period != periods[-1]:
                continue
            credit += cell.reached
            quota += cell.quota or 0
    if isinstance(payees, str):
        given = figure(ledger.inputs.quotas, payees, read_from.id, start, end)
        given = given if given is not None else figure(ledger.inputs.quotas, payees, "", start, end)
        if given is not None and payees != EVERYBODY:
            quota = given * scale
    return Fraction(credit, scale), quota / scale, Fraction(payout, ledger.plan.scale)
