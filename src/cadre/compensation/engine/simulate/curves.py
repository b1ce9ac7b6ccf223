"""A component's payout curve as pieces of polynomials, taken exactly from the same code that pays.

Between two corner points every curve of the language is a polynomial of degree two at most, so three exact values per
piece determine it. Estimates are in double precision; nothing that is paid comes from here.
"""

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from cadre.compensation.engine.curves.bonuses import bonus, piecewise
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.curves.tables import edge
from cadre.compensation.engine.curves.terms import line_terms
from cadre.compensation.engine.plan.component import Component


@dataclass(frozen=True)
class Curve:
    """Payout (smallest units) by credit: ``a + b·x + c·x²`` from each corner on, before the factor."""

    corners: np.ndarray[Any, Any]
    a: np.ndarray[Any, Any]
    b: np.ndarray[Any, Any]
    c: np.ndarray[Any, Any]
    cap: float

    def pay(self, credit: np.ndarray[Any, Any], factor: Any = 1.0) -> np.ndarray[Any, Any]:
        """Payouts for many credits at once."""
        piece = np.searchsorted(self.corners, credit, "right")
        paid = self.a[piece] + credit * (self.b[piece] + credit * self.c[piece])
        typed: np.ndarray[Any, Any] = np.minimum(paid * factor, self.cap)
        return typed


def payout(ledger: Ledger, component: Component, cell: Cell, credit: int) -> Fraction:
    """What the component pays at a credit, exactly, before the factor."""
    at = replace(cell, credit=credit, before=0, reads=[], count=1)
    if component.line_form:
        edges, rates = line_terms(ledger, component, at)
        return piecewise(credit, edges, rates)
    return bonus(ledger, component, at)


def curve_of(ledger: Ledger, component: Component, cell: Cell, cap: int | None) -> Curve:
    """The curve of one payee, from its quota and target."""
    corners = _corners(ledger, component, cell)
    bounds = [corners[0] - 3_000_000, *corners, corners[-1] + 3_000_000]
    rows = []
    for begin, high in itertools.pairwise(bounds):
        low = begin if begin in corners else high - 3_000_000
        step = max((high - 1 - low) // 2, 1)
        xs = [low, low + step, low + 2 * step] if high - low >= 3 else [low, low, low]
        ys = [payout(ledger, component, cell, x) for x in dict.fromkeys(xs)]
        rows.append(_fit(list(dict.fromkeys(xs)), ys))
    a, b, c = np.array([[float(value) for value in row] for row in rows]).T
    return Curve(np.array(corners, np.float64), a, b, c, np.inf if cap is None else float(cap))


def _fit(xs: list[int], ys: list[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    if len(xs) < 3:
        return ys[0], Fraction(0), Fraction(0)
    (x0, x1, x2), (y0, y1, y2) = xs, ys
    first = (y1 - y0) / (x1 - x0)
    second = ((y2 - y1) / (x2 - x1) - first) / (x2 - x0)
    return y0 - x0 * first + x0 * x1 * second, first - second * (x0 + x1), second


def _corners(ledger: Ledger, component: Component, cell: Cell) -> list[int]:
    pays, scale = component.pays, ledger.scale(component)
    levels = [level for band in (pays.bands if pays.tiers else []) for level in (band.top,) if level is not None]
    levels += [point.at for point in pays.interpolate or []] + [milestone.at for milestone in pays.milestones or []]
    levels += [row.from_ for row in pays.steps or []]
    levels += [level for level in (component.threshold, component.cap.attainment) if level is not None]
    if pays.matrix is not None:
        for axis in (pays.matrix.rows, pays.matrix.columns):
            if axis.component in ("self", component.id):
                levels += axis.from_
    both = {pays.boundary, "upper"}
    return sorted({0, *(edge(level, cell.quota, scale, boundary) for level in levels for boundary in both)})
