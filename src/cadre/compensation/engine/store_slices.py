"""What a store holds of its last calculation: lines in slices by component, payee and run, digests, payouts."""

from bisect import bisect_left, bisect_right
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cadre.compensation.engine.blocks import Block, joined
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.result import Result
from cadre.compensation.engine.run import credited, due, finish, waiting
from cadre.compensation.engine.settle.payouts import Payout, Settled, settle
from cadre.compensation.engine.settle.reckoned import reckoned_on_pay
from cadre.compensation.engine.store_credits import Place, StoredCredits
from cadre.compensation.engine.store_leaves import Leaves

#: A change hands its new lines back when they are not more than this.
MOST_LINES = 10_000
#: Payouts of so many payees are exchanged in their places.
FEW = 30


@dataclass
class Held:
    """Slices, digests and the settled result. ``before`` are the problems of the calculation itself."""

    calculation: StoredCredits
    window: tuple[int, int] | None
    slices: dict[str, dict[Place, list[Block]]] = field(default_factory=dict)
    places: dict[int, set[tuple[str, Place]]] = field(default_factory=dict)
    leaves: Leaves = field(init=False)
    result: Result = field(init=False)
    before: Problems = field(init=False)

    def __post_init__(self) -> None:
        calculation = self.calculation
        self.before = deepcopy(calculation.inputs.problems)
        self.leaves = Leaves(calculation.inputs.payees)
        self.result = finish(calculation, self.window)
        self.leaves.rebuild(self.result.blocks)
        for component in calculation.plan.components:
            self.slices[component.id] = {}
            for block in calculation.blocks.get(component.id, []):
                self.cut(component, block)
        calculation.blocks = {}

    def saved(self) -> Any:
        """What :meth:`restore` brings back."""
        ledger = self.calculation.ledger
        return (
            {name: dict(cells) for name, cells in ledger.cells.items()},
            {name: dict(found) for name, found in self.slices.items()},
            {payee: set(found) for payee, found in self.places.items()},
            self.leaves.copy(),
            self.result,
            (self.result.payouts, self.result.balances, self.result.blocks, self.result.problems),
        )

    def restore(self, saved: Any) -> None:
        """Everything as it was when it was saved."""
        self.calculation.ledger.cells, self.slices, self.places, self.leaves, self.result, parts = saved
        self.result.payouts, self.result.balances, self.result.blocks, self.result.problems = parts

    def cut(self, component: Component, block: Block) -> None:
        """Put a block's lines into slices by payee and run."""
        if not block.count:
            return
        own, run = self.calculation.ledger.calendar(component), self.calculation.ledger.run_calendar(component)
        payee, period = block.column("payee"), block.column("period")
        known = {p: run.of(own.start(p)) for p in np.unique(period).tolist()}
        starts = block.starts.tolist()
        places: dict[Place, list[int]] = {}
        for start, end in zip(starts, [*starts[1:], block.count], strict=True):
            place = int(payee[start]), known[int(period[start])]
            places.setdefault(place, [start, end])[1] = end
        for place, (start, end) in places.items():
            self.slices[component.id].setdefault(place, []).append(block.between(start, end))
            self.places.setdefault(place[0], set()).add((component.id, place))

    def full(self) -> Result:
        """The result with all lines, put together from the slices."""
        self.result = self._finished(None)
        return self.result

    def _finished(self, payees: set[int] | None) -> Result:
        calculation = self.calculation
        calculation.inputs.problems = deepcopy(self.before)
        calculation.blocks = {}
        for name, found in self.slices.items():
            parts = [
                block
                for place, blocks in sorted(found.items())
                if payees is None or place[0] in payees
                for block in blocks
            ]
            calculation.blocks[name] = [joined(name, parts)] if parts else []
        result = finish(calculation, self.window, payees=payees)
        calculation.blocks = {}
        return result

    def settle(self, touched: set[tuple[str, int, int]], payees: set[int]) -> tuple[Any, Any, dict[str, Block]]:
        """Settle these payees again: their pay before and after, and the new lines."""
        simple = self._simple()
        payees = payees if simple else self._closed(payees)
        before = self.pay(payees)
        if simple:
            settled, held = self._settled(payees)
            balances = {**settled.balances, **{(payee, "held"): amount for payee, amount in held.items() if amount}}
            self._exchange(payees, settled.payouts, balances)
            lines = self._rehash(touched, settled.block(), payees)
            self.result.problems = self.before.ordered()
        else:
            result = self._finished(payees)
            balances = {key: amount for key, amount in result.balances.items() if key[0] in payees}
            self._exchange(payees, [p for p in result.payouts if p.payee in payees], balances)
            if len(payees) == len(result.payees):
                self.result.problems = result.problems
            for payee in payees:
                self.leaves.drop(payee, set(self.leaves.of(payee)))
            for block in result.blocks:
                self.leaves.add(block)
            self.leaves.close(payees)
            count = sum(block.count for block in result.blocks)
            lines = {b.component: b for b in result.blocks if b.component} if count < MOST_LINES else {}
        return before, self.pay(payees), lines

    def _exchange(self, payees: set[int], payouts: list[Payout], balances: dict[tuple[int, str], int]) -> None:
        self.result.payouts = _with_payouts(self.result.payouts, payees, payouts)
        others = {key: amount for key, amount in self.result.balances.items() if key[0] not in payees}
        self.result.balances = {**others, **balances}

    def pay(self, payees: set[int]) -> dict[tuple[str, str], int]:
        """Pay by payee and plan period."""
        own, names = self.result.plan_calendar(), self.result.payees
        return {(names[p.payee], own.label(p.period)): p.paid for p in self.result.payouts if p.payee in payees}

    @property
    def reads_transactions(self) -> bool:
        """Whether settling reads more of the transactions than their credits."""
        return not self._simple()

    def _simple(self) -> bool:
        """Whether pay follows from the cells alone: no clawback, no parts, no asked period."""
        plan, inputs = self.calculation.plan, self.calculation.inputs
        late = plan.clawback or plan.unpaid or inputs.events or any(c.pay for c in plan.components)
        return not late and self.window is None

    def _closed(self, payees: set[int]) -> set[int]:
        """With everybody whose pay hangs together with theirs: those credited for transactions that are taken back."""
        plan, inputs = self.calculation.plan, self.calculation.inputs
        everybody = set(range(len(inputs.payees)))
        if plan.unpaid or (inputs.events and (inputs.history or reckoned_on_pay(plan))):
            return everybody
        wanted = {event.transaction for event in inputs.events} if plan.clawback else set()
        if not wanted:
            return payees
        bound = self.calculation.payees_of(wanted)
        return payees | bound if payees & bound else payees

    def _settled(self, payees: set[int]) -> tuple[Settled, dict[int, int]]:
        """Payouts of some payees, from their slices; and what is due after the run."""
        calculation, plan = self.calculation, self.calculation.plan
        own = Calendar(plan.period, plan.fiscal_year_starts)
        ledger = calculation.ledger
        periods = range(own.of(ledger.first_day), own.of(ledger.end_day - 1) + 1)
        chosen = [(name, place) for payee in payees for name, place in self.places.get(payee, ())]
        earned, held = due([block for name, place in chosen for block in self.slices[name].get(place, [])])
        for key in credited(calculation, payees):
            earned.setdefault(key, 0)
        for (payee, when), amount in earned.items():
            if when >= periods.stop:
                held[payee] = held.get(payee, 0) + amount
        everybody = {p for p, _ in earned} | {p for p, _ in calculation.inputs.balances} | waiting(calculation)
        return settle(ledger, earned, periods, sorted(everybody & payees)), held

    def _rehash(self, touched: set[tuple[str, int, int]], settled: Block, payees: set[int]) -> dict[str, Block]:
        """New leaves of the touched slices and of the payees' settlement; returns the new lines by component."""
        ledger = self.calculation.ledger
        lines: dict[str, list[Block]] = {}
        for name, payee, run_of in touched:
            component = self.calculation.plan.component(name)
            own, run = ledger.calendar(component), ledger.run_calendar(component)
            gone = {key for key in self.leaves.of(payee) if key[0] == name and run.of(own.start(key[1])) == run_of}
            self.leaves.drop(payee, gone)
            blocks = self.slices[name].get((payee, run_of), [])
            if blocks:
                block = joined(name, blocks)
                self.leaves.add(block)
                lines.setdefault(name, []).append(block)
        for payee in payees:
            self.leaves.drop(payee, {key for key in self.leaves.of(payee) if not key[0]})
        if settled.count:
            self.leaves.add(settled)
        self.leaves.close(payees)
        count = sum(block.count for blocks in lines.values() for block in blocks)
        return {name: joined(name, blocks) for name, blocks in lines.items()} if count < MOST_LINES else {}


def _with_payouts(old: list[Payout], payees: set[int], new: list[Payout]) -> list[Payout]:
    """The payouts in order, with the new ones of some payees; few payees cost no sorting of all."""
    if len(payees) > FEW:
        return sorted([*(p for p in old if p.payee not in payees), *new], key=_by_payee)
    found = list(old)
    for payee in payees:
        begin, end = bisect_left(found, payee, key=_payee), bisect_right(found, payee, key=_payee)
        found[begin:end] = sorted((p for p in new if p.payee == payee), key=_by_payee)
    return found


def _payee(payout: Payout) -> int:
    return payout.payee


def _by_payee(payout: Payout) -> tuple[int, int]:
    return payout.payee, payout.period
