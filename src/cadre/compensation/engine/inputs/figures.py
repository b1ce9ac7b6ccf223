"""Quotas, measures, exchange rates, balances, history, events, receipts: the small tables."""

from dataclasses import dataclass
from fractions import Fraction

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.inputs import cleaning
from cadre.compensation.engine.inputs.people import Rows
from cadre.compensation.engine.plan.model import Plan

EVERYBODY = "*"


@dataclass(frozen=True)
class Figure:
    """A number for an owner (payee, team or everybody) over a span of days."""

    start: int
    end: int
    value: Fraction
    row: int


#: Figures by (owner, name), then by span of days.
Figures = dict[tuple[str, str], dict[tuple[int, int], Figure]]


@dataclass(frozen=True)
class Event:
    """Something that happened to a transaction."""

    transaction: str
    kind: str
    day: int
    amount: Fraction | None
    share: Fraction | None
    row: int


@dataclass(frozen=True)
class Paid:
    """A line paid by an earlier run, in smallest units."""

    payee: int
    component: str
    period: str
    transaction: str
    credit: int
    amount: int
    kind: str
    day: int | None


def read_figures(rows: Rows, plan: Plan, value: str, name: str) -> Figures:
    """Quotas (``value`` quota, ``name`` component) or measures (value, measure) by owner and name."""
    owners, periods, names = rows.texts("payee"), rows.texts("period"), rows.texts(name)
    numbers = rows.numbers(value) if value == "quota" else _values(rows, plan, names)
    found: Figures = {}
    spans: dict[str, tuple[int, int]] = {}
    for index in range(len(rows)):
        if index in rows.bad:
            continue
        try:
            label = periods[index] or "all"
            if label not in spans:
                spans[label] = calendar.span_of(label, plan.fiscal_year_starts)
            start, end = spans[label]
        except ValueError as error:
            rows.report(index, "period", "bad-period", f"{error}; the row is not used", periods[index])
            continue
        number = numbers[index]
        if number is None:
            rows.report(index, value, "empty", "the number is empty; the row is not used")
            continue
        if value == "quota" and number <= 0:
            rows.report(index, value, "zero-quota", "a quota must be above zero; the row is not used", number)
            continue
        known = found.setdefault((owners[index], names[index]), {})
        if (start, end) in known:
            text = "this number is already given for this period; the row is not used"
            rows.report(index, "period", "twice", text, periods[index])
            continue
        known[start, end] = Figure(start, end, number, index + 1)
    return found


def _values(rows: Rows, plan: Plan, names: list[str]) -> list[Fraction | None]:
    """Values of measures: numbers, percentages, yes and no, or the grades a measure declares."""
    grades = {
        name: {grade.lower(): number for grade, number in plan.declared(name).grades.items()}  # type: ignore[union-attr]
        for name in plan.measures
        if plan.declared(name).grades
    }
    if not grades or not rows.has("value"):
        return rows.numbers("value")
    report, found = rows.reporter("value", "bad-number"), []
    cells = rows.table["value"].to_pylist()
    for index, name in enumerate(names):
        if name in grades and str(cells[index]).strip().lower() in grades[name]:
            found.append(grades[name][str(cells[index]).strip().lower()])
        elif name in grades:
            report(index, f"not one of the grades {', '.join(plan.declared(name).grades or {})}", cells[index])
            found.append(None)
        else:
            found.append(cleaning.number(cells[index], index, report))
    return found


def read_rates(rows: Rows) -> dict[str, list[tuple[int, Fraction]]]:
    """Exchange rates by currency, in order of days."""
    currencies, days, numbers = rows.texts("currency"), rows.days("date", None), rows.numbers("rate")
    found: dict[str, list[tuple[int, Fraction]]] = {}
    for index in rows.good():
        rate, day = numbers[index], days[index]
        if not amounts.is_currency(currencies[index]):
            rows.report(index, "currency", "currency", "unknown currency; the row is not used", currencies[index])
        elif rate is None or rate <= 0 or (rate * 10**9).denominator != 1 or day is None:
            text = "a rate is above zero, with at most 9 decimals and a date; the row is not used"
            rows.report(index, "rate", "bad-rate", text, rate)
        else:
            found.setdefault(currencies[index], []).append((day, rate))
    return {currency: sorted(rates) for currency, rates in found.items()}


def read_events(rows: Rows) -> list[Event]:
    """Events in the order of day, transaction, kind."""
    transactions, kinds, days = rows.texts("transaction"), rows.texts("kind"), rows.days("date", None)
    values, shares = rows.numbers("amount"), rows.numbers("share")
    found = []
    for index in rows.good():
        day = days[index]
        if day is None:
            rows.report(index, "date", "bad-date", "the date is empty; the row is not used")
        else:
            found.append(Event(transactions[index], kinds[index], day, values[index], shares[index], index + 1))
    return sorted(found, key=lambda e: (e.day, e.transaction, e.kind, e.amount or 0, e.share or 0))


def read_history(rows: Rows, plan: Plan, payees: dict[str, int]) -> list[Paid]:
    """Earlier lines. Amounts in whole units become smallest units."""
    names, components, periods = rows.texts("payee"), rows.texts("component"), rows.texts("period")
    transactions, kinds, days = rows.texts("transaction"), rows.texts("kind"), rows.days("date", None)
    credits, paid = rows.numbers("credit"), rows.numbers("amount")
    scales = {c.id: plan.scale if c.measured.is_money else amounts.NUMBER_SCALE for c in plan.components}
    found = []
    for index in rows.good():
        if components[index] not in scales:
            text = "the plan has no such component; the row is not used"
            rows.report(index, "component", "no-component", text, components[index])
            continue
        try:
            credit = amounts.to_scale(credits[index] or Fraction(0), scales[components[index]])
            amount = amounts.to_scale(paid[index] or Fraction(0), plan.scale)
        except ValueError as error:
            rows.report(index, "amount", "bad-number", f"{error}; the row is not used")
            continue
        payee, kind = payees[names[index]], kinds[index] or "earned"
        found.append(
            Paid(payee, components[index], periods[index], transactions[index], credit, amount, kind, days[index])
        )
    return sorted(found, key=lambda p: (p.payee, p.component, p.period, p.transaction, p.kind, p.amount, p.credit))


def read_balances(rows: Rows, plan: Plan, payees: dict[str, int]) -> dict[tuple[int, str], int]:
    """Balances carried in, in smallest units."""
    names, kinds, numbers = rows.texts("payee"), rows.texts("kind"), rows.numbers("amount")
    found: dict[tuple[int, str], int] = {}
    for index in rows.good():
        number, kind = numbers[index], kinds[index]
        if kind not in ("draw", "negative", "deferred", "held") or number is None or number < 0:
            text = "a balance is draw, negative, deferred or held, with an amount not below zero; the row is not used"
            rows.report(index, "kind", "bad-balance", text, kind)
            continue
        key = (payees[names[index]], kind)
        found[key] = found.get(key, 0) + amounts.to_scale(number, plan.scale)
    return found


def read_receipts(rows: Rows) -> dict[str, list[tuple[int, Fraction]]]:
    """The customer's payments by transaction: (day, whole units of the transaction's currency), in order."""
    transactions, days, numbers = rows.texts("transaction"), rows.days("date", None), rows.numbers("amount")
    found: dict[str, list[tuple[int, Fraction]]] = {}
    for index in rows.good():
        day, number = days[index], numbers[index]
        if day is None or number is None:
            rows.report(index, "date", "empty", "date or amount is empty; the row is not used")
            continue
        found.setdefault(transactions[index], []).append((day, number))
    return {transaction: sorted(paid) for transaction, paid in found.items()}
