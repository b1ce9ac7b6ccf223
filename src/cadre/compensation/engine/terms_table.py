"""Exact rates as integers: a common denominator per payee and period, and how wide the arithmetic must be."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
import pyarrow as pa

from cadre.compensation.engine.curves.ledger import Cell
from cadre.compensation.engine.lowering.arithmetic import NARROW_DENOMINATOR, WIDE_LIMIT
from cadre.compensation.engine.lowering.lines import OPEN

NO_CAP = OPEN


@dataclass
class TermsTable:
    """The terms of a component's cells as columns. ``beyond`` cells need big integers: Python computes their lines."""

    table: pa.Table
    edges: int
    den: int | None
    wide: bool
    beyond: set[tuple[int, int]]
    dens: dict[tuple[int, int], int]


def _integers(rates: tuple[Fraction, ...], factor: Fraction) -> tuple[list[int], int]:
    products = rates if factor == 1 else tuple(rate * factor for rate in rates)
    den = lcm(*(product.denominator for product in products))
    return [product.numerator * (den // product.denominator) for product in products], den


def _banded(rates: tuple[Fraction, ...], bands: list[Fraction], width: int) -> tuple[Fraction, ...]:
    padded = [rates[min(i, len(rates) - 1)] for i in range(width + 1)]
    return tuple(rate * band for band in bands for rate in padded)


def _distinct(cells: list[Cell]) -> tuple[list[Cell], np.ndarray]:  # type: ignore[type-arg]
    """One cell for each set of terms, and which of them every cell has."""
    places: dict[tuple[int, int, int, int], int] = {}
    distinct: list[Cell] = []
    codes = np.empty(len(cells), np.int64)
    for i, cell in enumerate(cells):
        factor = cell.factor
        key = (id(cell.edges), id(cell.rates), factor.numerator, factor.denominator)
        place = places.get(key)
        if place is None:
            place = places[key] = len(distinct)
            distinct.append(cell)
        codes[i] = place
    return distinct, codes


def terms_table(
    cells: list[Cell],
    caps: dict[tuple[int, int], tuple[int, int]],
    opening: dict[int, int],
    bands: list[Fraction] | None = None,
) -> TermsTable:
    """Columns payee, period, e1…ek, r0…rk, den, cap, paid, opening. Equal terms are worked out once.

    With ``bands`` the rates r0…rk are there once for each band, multiplied by it.
    """
    width = max((len(cell.edges) for cell in cells), default=0)
    distinct, codes = _distinct(cells)
    rows, dens = [], []
    for cell in distinct:
        nums, den = _integers(_banded(cell.rates, bands, width) if bands else cell.rates, cell.factor)
        rows.append(nums)
        dens.append(den)
    real = list(dens)
    common, wide, beyond = _common(rows, dens, width)
    columns = _columns(cells, codes, distinct, rows, dens, width, len(bands or [1]))
    if caps:
        limits = [caps.get((cell.payee, cell.period), (NO_CAP, 0)) for cell in cells]
        columns["cap"] = np.array([limit for limit, _ in limits], np.int64)
        columns["paid"] = np.array([paid for _, paid in limits], np.int64)
    if any(opening.values()):
        columns["opening"] = np.array([opening.get(i, 0) for i in range(len(cells))], np.int64)
    keys = [(cell.payee, cell.period) for cell in cells]
    shown = [real[i] if i in beyond else dens[i] for i in range(len(distinct))]
    which = codes.tolist()
    return TermsTable(
        pa.table(columns),
        width,
        common,
        wide,
        {key for key, code in zip(keys, which, strict=True) if code in beyond} if beyond else set(),
        {key: shown[code] for key, code in zip(keys, which, strict=True)},
    )


def _common(rows: list[list[int]], dens: list[int], width: int) -> tuple[int | None, bool, set[int]]:
    """One denominator for all if it stays small; otherwise which arithmetic each needs. Changes rows and dens."""
    different = set(dens)
    common = lcm(*different) if len(different) <= 64 else None
    if common is not None and common <= NARROW_DENOMINATOR and _fits(rows, dens, common, width):
        for i, den in enumerate(dens):
            rows[i] = [num * (common // den) for num in rows[i]]
            dens[i] = common
        return common, False, set()
    limit = WIDE_LIMIT // (width + 1)
    beyond = {i for i, den in enumerate(dens) if den > WIDE_LIMIT or max(rows[i]) > limit}
    wide = any(den > NARROW_DENOMINATOR or max(nums) * den > 4 * 10**17 for nums, den in zip(rows, dens, strict=True))
    for i in beyond:
        rows[i], dens[i] = [0] * len(rows[i]), 1
    return None, wide, beyond


def _fits(rows: list[list[int]], dens: list[int], common: int, width: int) -> bool:
    largest = max((max(nums) * (common // den) for nums, den in zip(rows, dens, strict=True)), default=0)
    return largest * common * (width + 1) < 4 * 10**18 and largest * (width + 1) < 9000 * common


def _columns(  # noqa: PLR0913, PLR0917 - each is a column of the row
    cells: list[Cell],
    codes: np.ndarray,
    distinct: list[Cell],
    rows: list[list[int]],
    dens: list[int],
    width: int,
    bands: int,  # type: ignore[type-arg]
) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    columns = {
        "payee": np.array([cell.payee for cell in cells], np.int32),
        "period": np.array([cell.period for cell in cells], np.int32),
    }
    for i in range(width):
        values = [cell.edges[i] if i < len(cell.edges) else OPEN for cell in distinct]
        columns[f"e{i + 1}"] = np.array(values, np.int64)[codes]
    for i in range((width + 1) * bands):
        values = [nums[min(i, len(nums) - 1)] for nums in rows]
        columns[f"r{i}"] = np.array(values, np.int64)[codes]
    columns["den"] = np.array(dens, np.int64)[codes]
    return columns
