"""Amounts in other currencies: read at their own smallest unit, converted at the rate of a day, rounded once."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import amounts
from cadre.compensation.engine.inputs import cleaning
from cadre.compensation.engine.inputs.derived import Cells
from cadre.compensation.engine.inputs.problems import ERROR, Problems
from cadre.compensation.engine.plan.model import Plan

#: An exchange rate of one, in the billionths that rates are held in.
PAR = 10**9
#: Decimals of the original amount of a transaction that is in the plan's currency.
AT_HOME = -1

Rates = dict[str, list[tuple[int, Fraction]]]


@dataclass(frozen=True)
class Currencies:
    """The currency of each transaction: ``codes`` are positions in ``names``, ``abroad`` the foreign rows.

    ``digits``: how many decimals the money of each row has, by ISO 4217 for foreign rows, else as the plan pays.
    """

    codes: np.ndarray[Any, Any]
    names: list[str]
    abroad: np.ndarray[Any, Any]
    digits: np.ndarray[Any, Any]


def currencies(plan: Plan, codes: np.ndarray[Any, Any], names: list[str]) -> Currencies | None:
    """The currencies of the rows; ``None`` when all are in the plan's."""
    foreign = np.array([*(name != plan.currency for name in names), False])[codes]
    abroad = np.flatnonzero((codes >= 0) & foreign)
    if not len(abroad):
        return None
    own = [
        amounts.minor_digits(name) if name != plan.currency and amounts.is_currency(name) else plan.digits
        for name in names
    ]
    return Currencies(codes, names, abroad, np.array([*own, plan.digits], np.int64)[codes])


def is_money(plan: Plan, name: str) -> bool:
    """Whether a column of the transactions is in their currency."""
    return name == "amount" or any(c.measured.value == name and c.measured.is_money for c in plan.components)


def scaled(
    column: pa.ChunkedArray, digits: np.ndarray[Any, Any], report: cleaning.Report
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Like :func:`cleaning.scaled`, each row at its own number of decimals."""
    values, empty = np.zeros(len(column), np.int64), np.zeros(len(column), bool)
    found: list[tuple[int, str, object]] = []
    for one in np.unique(digits).tolist():
        rows = np.flatnonzero(digits == one)

        def note(index: int, reason: str, value: object, rows: np.ndarray[Any, Any] = rows) -> None:
            found.append((int(rows[index]), reason, value))

        values[rows], empty[rows] = cleaning.scaled(column.take(pa.array(rows)), 10**one, note)
    for index, reason, value in sorted(found, key=lambda one: one[0]):
        report(index, reason, value)
    return values, empty


def refuse_unknown(
    plan: Plan, columns: dict[str, Any], held: Currencies, rates: Rates, bad: np.ndarray[Any, Any], problems: Problems
) -> None:
    """Refuse the foreign rows that cannot be converted, before anything is counted over the rows."""
    for index in held.abroad.tolist():
        currency, day = held.names[held.codes[index]], int(columns[f"d_{plan.rates_on}"][index])
        if _rate_at(rates.get(currency, []), day) is None:
            known = amounts.is_currency(currency)
            code, text = ("no-rate", "no exchange rate at this date") if known else ("currency", "unknown currency")
            _refuse(index, "currency", code, text, currency, bad, problems)


def convert(
    plan: Plan, cells: Cells, held: Currencies, rates: Rates, bad: np.ndarray[Any, Any], problems: Problems
) -> dict[str, Any]:
    """Convert the foreign amounts in place at the rate of their day; what they were before is returned."""
    columns = cells.columns
    rate_column = np.full(len(held.codes), PAR, np.int64)
    digits = np.full(len(held.codes), AT_HOME, np.int64)
    for name in cells.want.scales:
        columns[f"v_{name}"] = np.require(columns[f"v_{name}"], requirements="W")
    original = columns["v_amount"].copy() if "v_amount" in columns else None
    for index in held.abroad.tolist():
        currency, day = held.names[held.codes[index]], int(columns[f"d_{plan.rates_on}"][index])
        rate = _rate_at(rates.get(currency, []), day)
        if rate is None:
            continue
        rate_column[index] = amounts.round_half_away(rate * PAR)
        digits[index] = len(str(cells.parts_of_amount(index))) - 1
        _convert_row(plan, cells, index, rate, bad, problems)
    names = pa.array(held.names, pa.string()).take(pa.array(np.maximum(held.codes, 0)))
    return {"currency": names, "rate": rate_column, "original": original, "digits": digits}


def _convert_row(
    plan: Plan, cells: Cells, index: int, rate: Fraction, bad: np.ndarray[Any, Any], problems: Problems
) -> None:
    converted: dict[str, int] = {}
    for name, scale in cells.want.scales.items():
        if is_money(plan, name):
            whole = int(cells.columns[f"v_{name}"][index])
            converted[name] = amounts.round_half_away(Fraction(whole, cells.parts(name, index)) * rate * scale)
    for name, scale in cells.want.counted.items():
        if is_money(plan, name):
            value = cells.calculated[name][index]
            cells.calculated[name][index] = value = None if value is None else value * rate
            converted[name] = amounts.round_half_away((value or Fraction(0)) * scale)
    for name, whole in converted.items():
        large = abs(whole) > amounts.LARGEST
        cells.columns[f"v_{name}"][index] = 0 if large else whole
        if large and not bad[index]:
            _refuse(index, name, "bad-number", "larger than 10^15 smallest units", whole, bad, problems)


def _refuse(  # noqa: PLR0913, PLR0917 - each is a part of the problem
    index: int, column: str, code: str, text: str, value: object, bad: np.ndarray[Any, Any], problems: Problems
) -> None:
    bad[index] = True
    problems.add(ERROR, "transactions", index + 1, column, code, f"{text}; the row is not used", value)


def _rate_at(rates: list[tuple[int, Fraction]], day: int) -> Fraction | None:
    found = [rate for start, rate in rates if start <= day]
    return found[-1] if found else None
