"""Pay that is reckoned on other pay (an override): what is taken back of the one is taken back of the other."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction

from cadre.compensation.engine.curves import bonuses
from cadre.compensation.engine.curves.ledger import Cell, Ledger
from cadre.compensation.engine.curves.readings import read
from cadre.compensation.engine.dependents import dependents
from cadre.compensation.engine.exact_lines import within_limits
from cadre.compensation.engine.inputs.problems import Problems
from cadre.compensation.engine.plan import checks
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan

#: Component, payee, period.
Place = tuple[str, int, int]


def reckoned_on_pay(plan: Plan) -> list[Component]:
    """The components that are reckoned on pay, in the order in which they can be calculated."""
    return [component for component in checks.order(plan) or [] if component.reckoned_on]


@dataclass
class Reckoned:
    """Reads again what is reckoned on pay, with the pay that is left after what was taken back so far."""

    ledger: Ledger
    components: list[Component] = field(init=False)
    after: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.components = reckoned_on_pay(self.ledger.plan)
        self.after = copy(self.ledger)
        self.after.cells = dict(self.ledger.cells)
        self.after.totals = {}
        self.after.inputs = copy(self.ledger.inputs)
        # what could not be read was reported when it was read first
        self.after.inputs.problems = Problems()

    def follow(self, taken: dict[Place, int]) -> Iterator[tuple[Place, Fraction]]:
        """Places whose pay falls with what was taken at others, each with the share of it that is taken back so far."""
        for place, amount in taken.items():
            self._lower(place, amount)
        for component in self.components:
            for cell in self._touched(component, taken):
                place = component.id, cell.payee, cell.period
                left, now = self._left(component, cell), self.after.cells[component.id][place[1:]].payout
                if left != now:
                    taken[place] = left - now
                    self._lower(place, left - now)
                    yield place, Fraction(cell.payout - left, cell.payout)

    def _lower(self, place: Place, amount: int) -> None:
        name, key = place[0], place[1:]
        cells = self.after.cells.get(name, {})
        if key not in cells or not amount:
            return
        self.after.cells[name] = {**cells, key: replace(cells[key], payout=cells[key].payout + amount)}
        self.after.forget_sums()

    def _touched(self, component: Component, taken: dict[Place, int]) -> list[Cell]:
        """Paid cells of the component that may read one of the places."""
        own, found = self.ledger.calendar(component), {}
        later = sum(reading.ago for reading in component.readings)
        for reading in component.reckoned_on:
            for name, payee, period in taken:
                if reading.payout != name:
                    continue
                theirs = self.ledger.calendar(self.ledger.plan.component(name))
                first, last = own.of(theirs.start(period)), own.of(theirs.end(period) - 1)
                for one in sorted(dependents(self.ledger, component, {name: {payee}})):
                    for at in range(first, last + later + 1):
                        cell = self.ledger.cells[component.id].get((one, at))
                        if cell is not None and cell.payout:
                            found[one, at] = cell
        return [found[key] for key in sorted(found)]

    def _left(self, component: Component, cell: Cell) -> int:
        """What the cell's pay is with the pay that is left, its conditions and limits as they were: never more."""
        again = replace(cell, reads=list(cell.reads))
        reading = component.measured.reading
        if reading is not None:
            again.reading = read(self.after, component, again, reading)
            if again.reading is None:
                return self.after.cells[component.id][cell.payee, cell.period].payout
        exact = bonuses.bonus(self.after, component, again)
        pay = within_limits(self.ledger.plan, component, again, exact)
        pay = -pay if component.deduct else pay
        return max(min(pay, cell.payout), 0) if cell.payout > 0 else min(max(pay, cell.payout), 0)
