"""Which part of a period somebody is there, and which part of a yearly amount the period is: a day at a time."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.reference.periods import Period, periods_between

if TYPE_CHECKING:
    from cadre.compensation.engine.plan.component import Component
    from tests.reference.crediting import Scenario

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def hired(scenario: Scenario, payee: str, day: date) -> date | None:
    """When somebody was hired, by the last row that began before a day, or else the first."""
    rows = [row for row in scenario.participants if row["payee"] == payee and row.get("hired_on")]
    begun = [row for row in rows if row["from"] < day]
    return (begun[-1] if begun else rows[0])["hired_on"] if rows else None


def part_of(terms: Any, period: Period, run: Period) -> Fraction:
    """The part of the amount's span that a period is, in calendar years or in somebody's own."""
    if terms.per in ("period", period.kind):
        return Fraction(1)
    place = (period.start.month - 1) // _MONTHS[period.kind]
    if run.kind == "service_year":
        place = len(periods_between(period.kind, run.start, period.last)) - 1
    if terms.weights:
        return Fraction(terms.weights[place])
    return Fraction(_MONTHS[period.kind], _MONTHS[terms.per])


def present(scenario: Scenario, terms: Any, component: Component, payee: str, period: Period) -> Fraction:
    """The part of the period in the plan and, where the terms say so, not on leave."""
    days = [period.start + timedelta(days=n) for n in range((period.end - period.start).days)]
    if terms.prorate == "none":
        return Fraction(1)
    if terms.prorate == "months_any":
        months = periods_between("month", period.start, period.last)
        return Fraction(sum(_any_day(scenario, terms, component, payee, month) for month in months), len(months))
    if terms.prorate == "workdays":
        days = [day for day in days if day.isoweekday() <= 5]
    elif terms.prorate != "days":
        wanted = {"months": 1, "months_15": 15}[terms.prorate]
        days = [day for day in days if day.day == wanted]
    there = [day for day in days if _in_plan(scenario, component, payee, day)]
    if terms.leave:
        there = [day for day in there if not _on_leave(scenario, payee, day)]
    return Fraction(len(there), len(days))


def _in_plan(scenario: Scenario, component: Component, payee: str, day: date) -> bool:
    rows = [row for row in scenario.participants if row["payee"] == payee and row["from"] <= day < row["to"]]
    return not scenario.participants or any(component.roles is None or row["role"] in component.roles for row in rows)


def _on_leave(scenario: Scenario, payee: str, day: date) -> bool:
    return any(row["payee"] == payee and row["from"] <= day < row["to"] for row in scenario.leave)


def _any_day(scenario: Scenario, terms: Any, component: Component, payee: str, month: Period) -> bool:
    days = [month.start + timedelta(days=n) for n in range((month.end - month.start).days)]
    away = terms.leave and all(_on_leave(scenario, payee, day) for day in days)
    return not away and any(_in_plan(scenario, component, payee, day) for day in days)
