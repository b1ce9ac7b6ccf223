"""What each payee is paid per plan period: plan cap, carried negatives, guarantee, draw, balances."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cadre.compensation.engine import amounts, calendar
from cadre.compensation.engine.blocks import KINDS, Block, from_rows
from cadre.compensation.engine.calendar import Calendar
from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.curves.quotas import present_in
from cadre.compensation.engine.plan.conditions import Draw, Guarantee
from cadre.compensation.engine.plan.model import Plan

#: Balances that are carried from one run to the next, besides what is held back.
CARRIED = ("draw", "negative", "deferred")


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


@dataclass
class State:
    """What one period leaves to the next: owed draw, carried negative, deferred pay, and what the cap has passed."""

    draw: int = 0
    negative: int = 0
    deferred: int = 0
    span: int | None = None
    passed: int = 0

    @property
    def carries(self) -> bool:
        """Whether there is anything that the next period has to settle."""
        return bool(self.draw or self.negative or self.deferred)


def _calendar(plan: Plan) -> Calendar:
    return Calendar(plan.period, plan.fiscal_year_starts)


def settle(ledger: Ledger, earned: dict[tuple[int, int], int], periods: range, payees: list[int]) -> Settled:
    """Go through each payee's periods in order. ``earned`` is due pay by payee and plan period."""
    plan, found, own = ledger.plan, Settled(), _calendar(ledger.plan)
    carry_in, floored = ledger.inputs.balances, plan.draw is not None or plan.guarantee is not None
    for payee in payees:
        state = State(*(carry_in.get((payee, kind), 0) for kind in CARRIED))
        for period in periods:
            has_lines = (payee, period) in earned
            if not has_lines and not floored and not state.carries:
                continue
            step = _Step(ledger, own, payee, period, earned.get((payee, period), 0), state)
            if not step.touched(has_lines):
                continue
            step.go(plan)
            found.rows += step.rows
            found.payouts.append(Payout(payee, period, step.earned, step.pay, state.draw, state.negative))
        for kind in CARRIED:
            if amount := getattr(state, kind):
                found.balances[payee, kind] = amount
    return found


def floors(ledger: Ledger, payee: int, period: int) -> tuple[int | None, int | None]:
    """Guarantee and draw of a payee in a plan period, in smallest units; ``None`` where there is none."""
    step = _Step(ledger, _calendar(ledger.plan), payee, period, 0, State())
    return step.floor(ledger.plan.guarantee), step.floor(ledger.plan.draw)


class _Step:
    """One payee in one period."""

    def __init__(self, ledger: Ledger, own: Calendar, payee: int, period: int, earned: int, state: State) -> None:
        self.ledger, self.payee, self.period, self.state = ledger, payee, period, state
        self.earned = self.pay = earned
        self.rows: list[dict[str, Any]] = []
        self.calendar = own

    def touched(self, has_lines: bool) -> bool:
        """Whether there is anything to settle."""
        plan = self.ledger.plan
        return (
            has_lines
            or self.state.carries
            or bool(self.floor(plan.draw) is not None or self.floor(plan.guarantee) is not None)
        )

    def go(self, plan: Plan) -> None:
        """Cap, carry in, guarantee, draw, round, carry out."""
        self._cap(plan)
        self._recover(plan)
        guarantee, draw = self.floor(plan.guarantee), self.floor(plan.draw)
        if guarantee is not None and self.pay < guarantee:
            self._line("guarantee", guarantee - self.pay)
        if plan.draw is not None:
            self._draw(plan.draw, draw or 0, draw is not None)
        if plan.round_to is not None:
            whole = amounts.to_multiple(Fraction(self.pay), plan.round_to * plan.scale, plan.round)
            self._line("rounded", amounts.round_half_away(whole) - self.pay)
        if plan.pay_from is not None and 0 < self.pay < amounts.to_scale(plan.pay_from, plan.scale):
            self.state.deferred += self.pay
            self._line("carried_out", -self.pay)
        if self.pay < 0 and plan.negative == "carry":
            self.state.negative -= self.pay
            self._line("carried_out", -self.pay)
        elif self.pay < 0 and plan.negative == "forgive":
            self._line("forgiven", -self.pay)

    def _recover(self, plan: Plan) -> None:
        """What was carried below zero, as far as it may be taken from this period's pay."""
        taken = self.state.negative
        if plan.recover_at_most < 1:
            taken = min(taken, max(amounts.round_half_away(self.pay * plan.recover_at_most), 0))
        self._line("carried_in", -taken)
        self.state.negative -= taken

    def _cap(self, plan: Plan) -> None:
        """What the cap takes off or defers, and what was deferred before and has room now."""
        state, terms = self.state, plan.cap_terms
        if terms is None:
            self._line("carried_in", state.deferred)
            state.deferred = 0
            return
        if terms.per != "period":
            kind = "once" if terms.per == "ever" else terms.per
            span = Calendar(kind, plan.fiscal_year_starts).of(self.calendar.end(self.period) - 1)
            state.span, state.passed = span, state.passed if state.span == span else 0
        else:
            state.passed = 0
        limit = amounts.to_scale(terms.amount, plan.scale) - state.passed
        over = min(limit - self.pay, 0)
        if terms.carry and over < 0:
            state.deferred -= over
        self._line("plan_cap", over)
        room = min(limit - self.pay, state.deferred)
        if room > 0 and over == 0:
            state.deferred -= room
            self._line("carried_in", room)
        state.passed += self.pay

    def _draw(self, draw: Draw, amount: int, active: bool) -> None:
        self._forgive(draw)
        state = self.state
        if active and self.pay < amount:
            advance = amount - self.pay
            if draw.owed_at_most is not None:
                most = amounts.to_scale(draw.owed_at_most, self.ledger.plan.scale)
                advance = min(advance, max(most - state.draw, 0))
            self._line("draw", advance)
            state.draw += advance if draw.recoverable else 0
        elif self.pay > amount and state.draw and self._nth() >= draw.recover_from:
            most = amounts.round_half_away((self.pay - amount) * draw.recover_at_most)
            recovered = min(state.draw, most)
            self._line("recovery", -recovered)
            state.draw -= recovered

    def _forgive(self, draw: Draw) -> None:
        """What is owed on the day, or after so many periods, is owed no more."""
        day, after = draw.forgiven_on, draw.forgiven_after
        if day is not None and self.calendar.end(self.period) > calendar.day_number(day):
            self.state.draw = 0
        if after is not None and self._nth() > after:
            self.state.draw = 0

    def floor(self, rule: Draw | Guarantee | None) -> int | None:
        """The draw or guarantee of this payee in this period; ``None`` when there is none."""
        if rule is None:
            return None
        start, end = self.calendar.start(self.period), self.calendar.end(self.period)
        member = self.ledger.member(None, self.payee, start, end)
        if member is None and not self.ledger.inputs.open_door:
            return None
        nth = self._nth() if rule.first_periods is not None or isinstance(rule.amount, list) else 1
        if rule.first_periods is not None and nth > rule.first_periods:
            return None
        if isinstance(rule.amount, list):
            number = rule.amount[nth - 1] if 1 <= nth <= len(rule.amount) else None
        elif rule.amount != "input":
            number = rule.amount
        else:
            number = member.number("draw" if isinstance(rule, Draw) else "guarantee") if member else None
        if number is None:
            return None
        part = present_in(self.ledger, None, self.calendar, rule.prorate, False, self.payee, self.period)
        return amounts.round_half_away(number * part * self.ledger.plan.scale)

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
