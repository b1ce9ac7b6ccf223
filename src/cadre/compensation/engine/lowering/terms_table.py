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
    products = [rate * factor for rate in rates]
    den = lcm(*(product.denominator for product in products))
    return [product.numerator * (den // product.denominator) for product in products], den


def terms_table(cells: list[Cell], caps: dict[tuple[int, int], tuple[int, int]], opening: dict[int, int]) -> TermsTable:
    """Columns payee, period, e1…ek, r0…rk, den, cap, paid, opening."""
    width = max((len(cell.edges) for cell in cells), default=0)
    known: dict[tuple[int, int, int], tuple[list[int], int]] = {}
    rows, dens = [], []
    for cell in cells:
        key = (id(cell.rates), cell.factor.numerator, cell.factor.denominator)
        if key not in known:
            known[key] = _integers(cell.rates, cell.factor)
        nums, den = known[key]
        rows.append(nums)
        dens.append(den)
    common = lcm(*set(dens)) if len(set(dens)) <= 64 else None
    if common is not None and common <= NARROW_DENOMINATOR and _fits(rows, dens, common, width):
        factors = {den: common // den for den in set(dens)}
        rows = [[num * factors[den] for num in nums] for nums, den in zip(rows, dens, strict=True)]
        dens = [common] * len(rows)
        wide, beyond = False, set()
    else:
        common = None
        wide = any(den > NARROW_DENOMINATOR or max(nums) * den > 4 * 10**17 for nums, den in zip(rows, dens, strict=True))
        beyond = {i for i, (nums, den) in enumerate(zip(rows, dens, strict=True)) if den > WIDE_LIMIT or max(nums) > WIDE_LIMIT // (width + 1)}
        for i in beyond:
            rows[i], dens[i] = [0] * (len(cells[i].rates)), 1
    columns = _columns(cells, rows, dens, width, caps, opening)
    keys = [(cell.payee, cell.period) for cell in cells]
    real = [_integers(cell.rates, cell.factor)[1] if i in beyond else dens[i] for i, cell in enumerate(cells)]
    return TermsTable(
        pa.table(columns), width, common, wide, {keys[i] for i in beyond}, dict(zip(keys, real, strict=True))
    )


def _fits(rows: list[list[int]], dens: list[int], common: int, width: int) -> bool:
    largest = max((max(nums) * (common // den) for nums, den in zip(rows, dens, strict=True)), default=0)
    return largest * common * (width + 1) < 4 * 10**18 and largest * (width + 1) < 9000 * common


def _columns(
    cells: list[Cell],
    rows: list[list[int]],
    dens: list[int],
    width: int,
    caps: dict[tuple[int, int], tuple[int, int]],
    opening: dict[int, int],
) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    columns = {
        "payee": np.array([cell.payee for cell in cells], np.int32),
        "period": np.array([cell.period for cell in cells], np.int32),
    }
    for i in range(width):
        values = [cell.edges[i] if i < len(cell.edges) else OPEN for cell in cells]
        columns[f"e{i + 1}"] = np.array(values, np.int64)
    for i in range(width + 1):
        values = [nums[min(i, len(nums) - 1)] for nums in rows]
        columns[f"r{i}"] = np.array(values, np.int64)
    columns["den"] = np.array(dens, np.int64)
    limits = [caps.get((cell.payee, cell.period), (NO_CAP, 0)) for cell in cells]
    columns["cap"] = np.array([limit for limit, _ in limits], np.int64)
    columns["paid"] = np.array([paid for _, paid in limits], np.int64)
    columns["opening"] = np.array([opening.get(i, 0) for i in range(len(cells))], np.int64)
    return columns
