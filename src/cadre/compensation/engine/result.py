"""The result of a run: lines, totals, payouts, balances, problems, digests."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.blocks import INT_COLUMNS, KINDS, NOT_DUE, Block
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.digest import block_leaves, inputs_digest, plan_digest, root
from cadre.compensation.engine.inputs.problems import Problem
from cadre.compensation.engine.plan.model import Plan
from cadre.compensation.engine.settle.payouts import Payout


@dataclass
class Result:
    """What a calculation gives. Amounts are whole smallest units of the plan's currency."""

    plan: Plan
    ledger: Ledger
    blocks: list[Block]
    payouts: list[Payout]
    balances: dict[tuple[int, str], int]
    problems: list[Problem]
    dens: dict[str, dict[tuple[int, int], int]]
    window: tuple[int, int] | None = None
    _digest: dict[str, str] = field(default_factory=dict)

    @property
    def payees(self) -> list[str]:
        """Names by number."""
        return self.ledger.inputs.payees

    def digests(self) -> dict[str, str]:
        """Digests of inputs, plan and output."""
        if not self._digest:
            self._digest = {
                "inputs": inputs_digest(self.ledger.inputs.tables),
                "plan": plan_digest(self.plan),
                "output": root(self.leaves()),
            }
        return self._digest

    def leaves(self) -> dict[tuple[str, str, int], bytes]:
        """A digest per component, payee and period."""
        found = {}
        for block in self.blocks:
            for (payee, period), leaf in block_leaves(block, self.payees).items():
                found[block.component, payee, period] = leaf
        return found

    def paid(self) -> dict[str, int]:
        """What each payee is paid in all, in smallest units."""
        total: dict[str, int] = {}
        for payout in self.payouts:
            name = self.payees[payout.payee]
            total[name] = total.get(name, 0) + payout.paid
        return total

    def lines(self) -> pa.Table:
        """All lines as integers with names: one Arrow table in canonical order."""
        return (
            pa.concat_tables([_arrow(self, block) for block in self.blocks])
            if self.blocks
            else _arrow(self, Block("", {}, pa.array([], pa.string()), 0))
        )

    def plan_calendar(self) -> Calendar:
        """The plan's periods."""
        return Calendar(self.plan.period, self.plan.fiscal_year_starts)

    def cells(self) -> list[tuple[str, Cell]]:
        """All component × payee × period cells that say something, in order."""
        found = []
        for component in self.plan.components:
            for _, cell in sorted(self.ledger.cells.get(component.id, {}).items()):
                if self.window is not None and not self._asked(component.id, cell):
                    continue
                found.append((component.id, cell))
        return found

    def _asked(self, component: str, cell: Cell) -> bool:
        own = self.ledger.calendar(self.plan.component(component))
        window = self.window or (0, 0)
        return own.start(cell.period) < window[1] and own.end(cell.period) > window[0]


def _names(values: np.ndarray[Any, Any], lookup: Any) -> pa.Array:
    """Numbers as a dictionary of texts."""
    if not len(values):
        return pa.array([], pa.string()).dictionary_encode()
    unique, codes = np.unique(values, return_inverse=True) if len(values) < 50_000 else _dense(values)
    texts = pa.array([lookup(int(value)) for value in unique], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), texts)


def _dense(values: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    low, high = int(values.min()), int(values.max())
    if high - low > 1_000_000:
        return np.unique(values, return_inverse=True)
    return np.arange(low, high + 1), values - low


def _arrow(result: Result, block: Block) -> pa.Table:
    own = result.plan_calendar()
    component = block.component
    periods = result.ledger.calendar(result.plan.component(component)) if component else own

    def paid_in(number: int) -> str | None:
        return None if number == NOT_DUE else own.label(number)

    columns: dict[str, Any] = {
        "payee": _names(block.column("payee"), lambda n: result.payees[n]),
        "component": pa.array([component] * block.count, pa.string()).dictionary_encode()
        if block.count < 50_000
        else pa.DictionaryArray.from_arrays(pa.array(np.zeros(block.count, np.int32)), pa.array([component])),
        "period": _names(block.column("period"), periods.label),
        "paid_in": _names(block.column("paid_in"), paid_in),
        "kind": _names(block.column("kind"), lambda n: KINDS[n]),
        "transaction": block.tx_texts(),
        "date": pa.array(block.column("day").astype(np.int32)).cast(pa.date32()),
        "source": _names(block.column("source"), lambda n: result.payees[n]),
    }
    for name in ("level", "seq", "part", "value", "credit", "after", "tier_before", "tier_after", "uncapped", "amount"):
        columns[name] = pa.array(block.column(name).astype(INT_COLUMNS[name], copy=False))
    columns["rounding"] = pa.array(block.column("rounding"))
    return pa.table(columns)


def cap_reduction(cell: Cell) -> int:
    """What a cap took away in the cell."""
    return max(
        cell.uncapped + cell.true_up - cell.payout - (cell.paid_before if not cell.edges and not cell.rates else 0), 0
    )


def rate_text(rate: Fraction, plan_scale: int, scale: int, money: bool) -> str:
    """A rate for people: a percentage of money, or money per unit."""
    if money:
        return amounts.percent_text(rate)
    return amounts.trimmed(rate * scale / plan_scale)


def day_text(number: int) -> str:
    """A day number as an ISO date."""
    return calendar.day_of(number).isoformat()
