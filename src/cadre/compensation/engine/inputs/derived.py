"""What is worked out for each transaction before anything is credited: calculated columns, filters, rows of tables."""

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.calendar import NO_DAY, Calendar
from cadre.compensation.engine.inputs.needed import Needed
from cadre.compensation.engine.inputs.problems import ERROR, Problems
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.deals import Filter, Where
from cadre.compensation.engine.plan.model import Plan

Mask = np.ndarray[Any, Any]


class Cells:
    """The cleaned columns as exact values, for formulas and filters."""

    def __init__(self, plan: Plan, want: Needed, columns: dict[str, Any], texts: dict[str, Any]) -> None:
        self.plan, self.want, self.columns, self.plain = plan, want, columns, texts
        self.calculated: dict[str, list[Any]] = {}
        self.known: dict[str, list[Any]] = {}
        self.count = len(columns["d_date"])
        self.tendered: set[str] = set()
        self.own: np.ndarray[Any, Any] | None = None
        self.currencies: np.ndarray[Any, Any] | None = None
        self.refused: Mask = np.zeros(self.count, bool)

    def tender(self, columns: set[str], digits: np.ndarray[Any, Any] | None) -> None:
        """Say that these columns are held at ``digits`` decimals of each row: each in its own currency."""
        self.tendered, self.own = columns, digits
        self.known.clear()

    def parts(self, column: str, row: int) -> int:
        """How many of the whole parts a column is held in make one unit."""
        own = self.own is not None and column in self.tendered
        return 10 ** int(self.own[row]) if own and self.own is not None else self.want.scales[column]

    def parts_of_amount(self, row: int) -> int:
        """The same for the amount, if the plan looks at it."""
        return self.parts("amount", row) if "amount" in self.want.scales else 1

    def numbers(self, column: str) -> list[Any]:
        """Exact numbers."""
        if column in self.calculated:
            return self.calculated[column]
        if column not in self.known:
            whole = self.columns[f"v_{column}"].tolist()
            self.known[column] = [Fraction(value, self.parts(column, row)) for row, value in enumerate(whole)]
        return self.known[column]

    def shown(self, column: str) -> pa.ChunkedArray:
        """A calculated column as texts, for the assignments: 1, 2.5; empty where it has no value."""
        values = self.calculated[column]
        return pa.chunked_array(
            [pa.array([None if value is None else amounts.trimmed(Fraction(value)) for value in values], pa.string())]
        )

    def texts(self, column: str) -> list[Any]:
        """Texts in lower case."""
        return [(text or "").lower() for text in self.plain[column].to_pylist()]

    def days(self, column: str) -> list[Any]:
        """Day numbers."""
        return [None if day == NO_DAY else day for day in self.columns[f"d_{column}"].tolist()]

    def places(self, columns: list[str], span: str | None) -> list[Any]:
        """The place of each transaction in its group, by date and id."""
        return self._summed([Fraction(1)] * self.count, self._groups(columns, span))

    def running(self, values: list[Any], columns: list[str], span: str | None) -> list[Any]:
        """The sum of each group up to and with each transaction, by date and id; each currency by itself."""
        groups = self._groups(columns, span)
        if self.currencies is not None:
            groups = list(zip(groups, self.currencies.tolist(), strict=True))
        return self._summed(values, groups)

    def _groups(self, columns: list[str], span: str | None) -> list[Any]:
        own = Calendar(span, self.plan.fiscal_year_starts) if span else None
        days = self.columns["d_date"].tolist()
        keys = zip(*(self.texts(name) for name in columns), strict=True)
        return [(key, own.of(day) if own and day != NO_DAY else 0) for key, day in zip(keys, days, strict=True)]

    def _summed(self, values: list[Any], groups: list[Any]) -> list[Any]:
        found: list[Any] = [None] * self.count
        seen: dict[Any, Fraction] = {}
        for row in np.lexsort((self.columns["rank"], self.columns["d_date"])).tolist():
            if values[row] is not None and not self.refused[row]:
                found[row] = seen[groups[row]] = seen.get(groups[row], Fraction(0)) + values[row]
        return found

    def amount_scaled(self, column: str) -> tuple[np.ndarray[Any, Any], int]:
        """A plain column as whole parts, and the parts in one unit."""
        return self.columns[f"v_{column}"], self.want.scales[column]


def calculate_columns(cells: Cells, bad: Mask, problems: Problems) -> None:
    """Every calculated column; those that are counted also as whole parts, rounded once.

    Rows that are refused (``bad``) have no place among the others and add nothing to a running sum.
    """
    cells.refused = bad
    for name, formula in cells.plan.formulas.items():
        values = cells.calculated[name] = formula.evaluate(cells)
        scale = cells.want.counted.get(name)
        if scale is None:
            continue
        column = np.zeros(cells.count, np.int64)
        for index, value in enumerate(values):
            whole = None if value is None else amounts.round_half_away(Fraction(value) * scale)
            if whole is not None and abs(whole) <= amounts.LARGEST:
                column[index] = whole
            elif not bad[index]:
                text = f"{name} cannot be worked out (an empty cell or a division by zero); the row is not used"
                problems.add(ERROR, "transactions", index + 1, name, "bad-formula", text, formula.text)
                bad[index] = True
        cells.columns[f"v_{name}"] = column


def match_rows(cells: Cells) -> None:
    """Columns that say whether a component counts a transaction, and which rows of its tables fit."""
    for number, component in enumerate(cells.plan.components):
        if not component.measured.is_transactions:
            continue
        if not plain_filter(cells.plan, component.measured.where):
            cells.columns[f"m_{number}"] = fits(cells, component.measured.where).astype(np.int8)
        if component.banded:
            combination = np.zeros(cells.count, np.int32)
            for table in component.row_tables:
                place = np.full(cells.count, len(table), np.int32)
                for row in reversed(range(len(table))):
                    place[fits(cells, table[row].where)] = row
                combination = combination * (len(table) + 1) + place
            cells.columns[f"w_{number}"] = combination
            cells.columns[f"b_{number}"] = band_of(component)[combination]


def plain_filter(plan: Plan, wanted: Filter) -> bool:
    """Whether a filter can be said in the engine's own text: no dates, no open ends, no calculated columns."""
    return all(
        column not in plan.columns
        and not (isinstance(test, Where) and (test.dated or test.above is not None or test.at_most is not None))
        for column, test in wanted.items()
    )


def combinations(component: Component) -> list[tuple[int, ...]]:
    """The rows that can fit together, one place per table; the place after the last row means that none fits."""
    return list(product(*(range(len(table) + 1) for table in component.row_tables)))


def values_of(component: Component, rows: tuple[int, ...]) -> list[Fraction]:
    """The value of each table at these rows: no row of the rates pays nothing, no row of a factor changes nothing."""
    found = []
    for number, (table, row) in enumerate(zip(component.row_tables, rows, strict=True)):
        nothing = Fraction(0) if number == 0 and component.pays.rates else Fraction(1)
        found.append(table[row].value if row < len(table) else nothing)
    return found


def bands(component: Component) -> list[Fraction]:
    """The different products of a component's tables, in rising order."""
    return sorted({prod(values_of(component, rows), start=Fraction(1)) for rows in combinations(component)})


def band_of(component: Component) -> np.ndarray[Any, Any]:
    """The band of each combination of rows."""
    found = {value: number for number, value in enumerate(bands(component))}
    products = [prod(values_of(component, rows), start=Fraction(1)) for rows in combinations(component)]
    return np.array([found[value] for value in products], np.int32)


def fits(cells: Cells, wanted: Filter) -> Mask:
    """Which transactions pass every test of a filter."""
    result = np.ones(cells.count, bool)
    for column, test in wanted.items():
        if not isinstance(test, Where):
            result &= _listed(cells, column, test if isinstance(test, list) else [test])
            continue
        if test.numeric:
            result &= _numbers(cells, column, test)
        if test.dated:
            result &= _dates(cells.columns[f"d_{column}"], test)
        if test.not_in is not None:
            result &= ~_listed(cells, column, list(test.not_in))
    return result


def _listed(cells: Cells, column: str, wanted: list[Any]) -> Mask:
    if column in cells.calculated:
        numbers = {amounts.share(one) for one in wanted if not isinstance(one, bool)}
        numbers |= {Fraction(int(one)) for one in wanted if isinstance(one, bool)}
        return np.array([value is not None and Fraction(value) in numbers for value in cells.calculated[column]], bool)
    texts = pc.utf8_lower(cells.plain[column])
    found = pc.is_in(texts, value_set=pa.array([str(one).lower() for one in wanted], pa.string()))
    result: Mask = np.asarray(found.to_numpy() if isinstance(found, pa.ChunkedArray) else found.to_numpy(False), bool)
    return result


def _numbers(cells: Cells, column: str, test: Where) -> Mask:
    if column not in cells.calculated:
        values, scale = cells.amount_scaled(column)
        return _between(values, test, scale)
    found = [
        value is not None
        and (test.at_least is None or value >= test.at_least)
        and (test.above is None or value > test.above)
        and (test.at_most is None or value <= test.at_most)
        and (test.below is None or value < test.below)
        for value in cells.calculated[column]
    ]
    return np.array(found, bool)


def _between(values: np.ndarray[Any, Any], test: Where, scale: int) -> Mask:
    result = np.ones(len(values), bool)
    if test.at_least is not None:
        result &= values >= amounts.ceil(test.at_least * scale)
    if test.above is not None:
        result &= values > (test.above * scale).__floor__()
    if test.at_most is not None:
        result &= values <= (test.at_most * scale).__floor__()
    if test.below is not None:
        result &= values < amounts.ceil(test.below * scale)
    return result


def _dates(days: np.ndarray[Any, Any], test: Where) -> Mask:
    result: Mask = days != NO_DAY
    if test.from_ is not None:
        result &= days >= calendar.day_number(test.from_)
    if test.to is not None:
        result &= days < calendar.day_number(test.to)
    return result
