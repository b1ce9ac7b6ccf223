"""What each payee is paid per plan period: plan cap, carried negatives, guarantee, draw, balances."""

from dataclasses import dataclass, field
from typing import Any

from cadre.compensation.engine import amounts
from cadre.compensation.engine.blocks import KINDS, Block, from_rows
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.plan.conditions import Draw, Guarantee
from cadre.compensation.engine.plan.model import Plan


@dataclass
class Payout:
    """One payee's pay in one plan period, in smallest units."""

    payee: int
    period: int
    earned: int
    paid: int
    draw_balance: int
    negative_balance: int


@dataclass
class Settled:
    """Payouts, the lines that lead from earned to paid, and the balances at the end."""

    payouts: list[Payout] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    balances: dict[tuple[int, str], int] = field(default_factory=dict)

    def block(self) -> Block:
        """The lines."""
        return from_rows("", self.rows)


def settle(ledger: Ledger, earned: dict[tuple[int, int], int], periods: range, payees: list[int]) -> Settled:
    """Go through each payee's periods in order. ``earned`` is due pay by payee and plan period."""
    plan, found = ledger.plan, Settled()
    carry_in = ledger.inputs.balances
    for payee in payees:
        debt, below = carry_in.get((payee, "draw"), 0), carry_in.get((payee, "negative"), 0)
        for period in periods:
            step = _Step(ledger, payee, period, earned.get((payee, period), 0), debt, below)
            if not step.touched((payee, period) in earned):
                continue
            step.go(plan)
            debt, below = step.debt, step.below
            found.rows += step.rows
            found.payouts.append(Payout(payee, period, step.earned, step.pay, debt, below))
        for kind, amount in (("draw", debt), ("negative", below)):
            if amount:
                found.balances[payee, kind] = amount
    return found


class _Step:
    """One payee in one period."""

    def __init__(self, ledger: Ledger, payee: int, period: int, earned: int, debt: int, below: int) -> None:
        self.ledger, self.payee, self.period = ledger, payee, period
        self.earned = self.pay = earned
        self.debt, self.below = debt, below
        self.rows: list[dict[str, Any]] = []
        self.calendar = Calendar(ledger.plan.period, ledger.plan.fiscal_year_starts)

    def touched(self, has_lines: bool) -> bool:
        """Whether there is anything to settle."""
        plan = self.ledger.plan
        return (
            has_lines
            or bool(self.debt or self.below)
            or bool(self._floor(plan.draw) is not None or self._floor(plan.guarantee) is not None)
        )

    def go(self, plan: Plan) -> None:
        """Cap, carry in, guarantee, draw, carry out."""
        if plan.cap is not None:
            limit = amounts.to_scale(plan.cap, plan.scale)
            self._line("plan_cap", min(limit - self.pay, 0))
        if self.below:
            self._line("carried_in", -self.below)
            self.below = 0
        guarantee, draw = self._floor(plan.guarantee), self._floor(plan.draw)
        if guarantee is not None and self.pay < guarantee:
            self._line("guarantee", guarantee - self.pay)
        if plan.draw is not None:
            self._draw(plan.draw, draw or 0, draw is not None)
        if self.pay < 0 and plan.negative == "carry":
            self.below = -self.pay
            self._line("carried_out", self.below)
        elif self.pay < 0 and plan.negative == "forgive":
            self._line("forgiven", -self.pay)

    def _draw(self, draw: Draw, amount: int, active: bool) -> None:
        if active and self.pay < amount:
            advance = amount - self.pay
            self._line("draw", advance)
            self.debt += advance if draw.recoverable else 0
        elif self.pay > amount and self.debt:
            most = amounts.round_half_away((self.pay - amount) * draw.recover_at_most)
            recovered = min(self.debt, most)
            self._line("recovery", -recovered)
            self.debt -= recovered

    def _floor(self, rule: Draw | Guarantee | None) -> int | None:
        """The draw or guarantee of this payee in this period; ``None`` when there is none."""
        if rule is None:
            return None
        start, end = self.calendar.start(self.period), self.calendar.end(self.period)
        member = self.ledger.member(None, self.payee, start, end)
        if member is None and not self.ledger.inputs.open_door:
            return None
        if rule.first_periods is not None and self._nth() > rule.first_periods:
            return None
        if rule.amount != "input":
            return amounts.to_scale(rule.amount, self.ledger.plan.scale)
        number = member.number("draw" if isinstance(rule, Draw) else "guarantee") if member else None
        return None if number is None else amounts.to_scale(number, self.ledger.plan.scale)

    def _nth(self) -> int:
        spans = self.ledger.spans.get(self.payee, [])
        first, step = self.calendar.of(self.ledger.first_day), 1
        if spans and spans[0].start > -700_000:
            first = self.calendar.of(spans[0].start)
            number = spans[0].number("first_period")
            step = int(number) if number is not None else 1
        return self.period - first + step

    def _line(self, kind: str, amount: int) -> None:
        if not amount:
            return
        self.pay += amount
        self.rows.append(
            {
                "payee": self.payee,
                "period": self.period,
                "paid_in": self.period,
                "kind": KINDS.index(kind),
                "day": min(self.calendar.end(self.period) - 1, self.ledger.end_day - 1),
                "source": self.payee,
                "after": self.pay,
                "uncapped": amount,
                "amount": amount,
            }
        )
