"""The compensation engine once more, slow and obvious: a loop per payee, fractions, rounding written out.

Shares nothing with the engine but the typed plan. Inputs are plain rows: dates as ``date``, amounts as ``Fraction``.
"""

import itertools
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.plan.model import Plan
from tests.reference.bonuses import bonus
from tests.reference.crediting import Crediting, Line, Scenario
from tests.reference.deals import limited
from tests.reference.exact import ceiling, half_away
from tests.reference.groups import limit, shared
from tests.reference.later import clawbacks, in_parts
from tests.reference.payouts import settle
from tests.reference.periods import Period, own_year, period_of, periods_between
from tests.reference.presence import hired, part_of, present
from tests.reference.readings import At, read
from tests.reference.scorecards import score

__all__ = ["Reference", "Scenario"]


class Reference:
    """Calculates a plan on a scenario. ``lines`` and ``paid`` are the result."""

    def __init__(self, plan: Plan, scenario: Scenario) -> None:
        self.plan, self.scenario = plan, scenario
        self.scale = 10**plan.digits
        self.lines: list[Line] = []
        self.payees = self._payees()
        self.crediting = Crediting(scenario, self.payees, self.scale)
        days = [row["date"] for row in [*scenario.transactions, *scenario.events, *scenario.receipts]]
        if any(part.on for component in plan.components for part in component.pay):
            days += [row["paid_on"] for row in scenario.transactions if row["paid_on"]]
        self.first, self.last = min(days), max(days)
        kinds = {plan.period, *(c.period for c in plan.components if c.period not in (None, "period"))}
        self.first, self.last = (
            min(period_of(kind, self.first).start for kind in kinds),
            max(period_of(kind, self.last).end for kind in kinds) - timedelta(days=1),
        )
        self.results: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.settled: list[tuple[str, str, str, int, int]] = []

    def _payees(self) -> list[str]:
        s = self.scenario
        names = {row.get("payee") for row in [*s.transactions, *s.splits, *s.assignments, *s.tree, *s.participants]}
        names |= {row["manager"] for row in s.tree}
        names |= {name for name, _ in s.quotas} | {name for name, _, _ in s.measures}
        return sorted(name for name in names if name and name != "*")

    def run(self) -> "Reference":
        """Every component (they are given in an order in which they can be read), then the payouts."""
        for component in self.plan.components:
            self._component(component)
            if component.line_form:
                limit(self, component)
        for component in self.plan.components:
            if component.pay:
                in_parts(self, component)
        clawbacks(self)
        self.paid, self.balances = settle(self)
        return self

    # components

    def _component(self, component: Component) -> None:
        kind = component.period if component.period not in (None, "period") else self.plan.period
        credits = self.crediting.credits(component) if component.measured.is_transactions else []
        active = {credit["payee"] for credit in credits}
        shared_rows = []
        for payee in self.payees:
            for period in periods_between(kind, self.first, self.last):
                own = [c for c in credits if c["payee"] == payee and period.start <= c["day"] < period.end]
                listed = self.scenario.participants and self._in_plan(component, payee, period)
                everybody = not self.scenario.participants and (
                    component.pays.amount is not None or not component.measured.is_transactions
                )
                if not own and not everybody and not (listed if self.scenario.participants else payee in active):
                    continue
                self._cell(component, payee, period, own, credits)
                shared_rows.append((payee, period, self.results[component.id, payee, period.label]))
        if component.pays.among_all:
            shared(self, component, shared_rows)
            for payee, period, result in shared_rows:
                result["payout"] = self._bonus_cell(component, payee, period, result, 0)

    def _in_plan(self, component: Component, payee: str, period: Period) -> bool:
        return any(
            row["payee"] == payee
            and row["from"] < period.end
            and row["to"] > period.start
            and (component.roles is None or row.get("role", "") in component.roles)
            for row in self.scenario.participants
        )

    def _run_of(self, component: Component, payee: str, period: Period) -> Period:
        if component.accumulate in ("period", "transaction"):
            return period
        if component.accumulate == "service_year":
            return own_year(hired(self.scenario, payee, period.end), period)
        return period_of("once" if component.accumulate == "ever" else component.accumulate, period.start)

    def _cell(self, component: Component, payee: str, period: Period, own: list[Line], credits: list[Line]) -> None:
        run = self._run_of(component, payee, period)
        before = sum(c["credit"] for c in credits if c["payee"] == payee and run.start <= c["day"] < period.start)
        reached = before + sum(c["credit"] for c in own)
        quota = self._quota(component, payee, period, run)
        at = At(component, payee, period, reached, quota)
        factor = self._factor(component, at)
        kind = period.kind
        earlier = [
            self.results[key]
            for p in periods_between(kind, max(run.start, self.first), period.start - timedelta(days=1))
            if run.start <= p.start < period.start and (key := (component.id, payee, p.label)) in self.results
        ]
        paid_before = sum(r["payout"] for r in earlier)
        result = {"credit": reached - before, "reached": reached, "quota": quota, "factor": factor, "count": len(own)}
        result["target"] = self._target(component, payee, period, run)
        if not component.measured.is_transactions:
            result["score"] = score(self, at)
        self.results[component.id, payee, period.label] = result
        if component.pays.among_all:
            return
        if component.line_form:
            result["payout"] = self._line_cell(component, payee, period, own, before, result, earlier)
        else:
            result["payout"] = self._bonus_cell(component, payee, period, result, paid_before)

    def _quota(self, component: Component, payee: str, period: Period, run: Period) -> int | None:
        terms = component.quota_terms
        if terms is None:
            return None
        periods = [period]
        if component.accumulate not in ("period", "transaction", "ever"):
            last = run.end if terms.basis == "whole" else period.end
            periods = periods_between(period.kind, run.start, last - timedelta(days=1))
        total = Fraction(0)
        for one in periods:
            given: Fraction | None = Fraction(0)
            if terms.amount == "input":
                given = self.scenario.quotas.get((payee, one.label), self.scenario.quotas.get(("*", one.label)))
            else:
                given = terms.amount * part_of(terms, one, run)
            if given is None:
                return None
            total += given * present(self.scenario, terms, component, payee, one)
        return half_away(total * (self.scale if component.measured.is_money else 10_000))

    def _target(self, component: Component, payee: str, period: Period, run: Period) -> Fraction:
        terms = component.target_terms
        if terms is None:
            return Fraction(0)
        periods = [period]
        if component.accumulate not in ("period", "transaction", "ever"):
            whole = component.quota_terms is None or component.quota_terms.basis == "whole"
            periods = periods_between(period.kind, run.start, (run.end if whole else period.end) - timedelta(days=1))
        parts = [part_of(terms, one, run) * present(self.scenario, terms, component, payee, one) for one in periods]
        return Fraction(terms.amount * terms.share * sum(parts) * self.scale)  # type: ignore[operator]

    def _factor(self, component: Component, at: At) -> Fraction:
        factor = component.weight if component.weight is not None else Fraction(1)
        if component.accumulate == "service_year" and hired(self.scenario, at.payee, at.period.end) is None:
            factor = Fraction(0)
        for gate in component.gates:
            value = read(self, at, gate)
            if value is None:
                factor = Fraction(0)
            elif gate.at_least is not None and value < gate.at_least:
                factor *= gate.otherwise
        for multiplier in component.multipliers:
            value = read(self, at, multiplier)
            if value is None:
                factor = Fraction(0)
                continue
            if multiplier.steps:
                passed = [step.value for step in multiplier.steps if step.from_ <= value]
                value = passed[-1] if passed else Fraction(0)
            value = value if multiplier.at_least is None else max(value, multiplier.at_least)
            factor *= value if multiplier.at_most is None else min(value, multiplier.at_most)
        return factor

    # curves

    def edge(self, component: Component, level: Any, quota: int | None, boundary: str = "upper") -> int:
        """The first whole part that has reached a level."""
        unit = self.scale if component.measured.is_money else 10_000
        exact = level.value * (quota or 0) if level.relative else level.value * unit
        return ceiling(exact) if boundary == "upper" else exact.numerator // exact.denominator + 1

    def curve(self, component: Component, result: dict[str, Any]) -> tuple[list[int], list[Fraction]] | None:
        """Edges and the rates between them for one payee and period."""
        quota, reached, pays = result["quota"], result["reached"], component.pays
        if self.relative(component) and not quota:
            return [], [Fraction(0)]
        if component.threshold is not None and reached < self.edge(component, component.threshold, quota):
            return [], [Fraction(0)]
        unit = Fraction(1) if component.measured.is_money else Fraction(self.scale, 10_000)
        if pays.of == "target":
            unit = result["target"] / quota
        edges, rates = [], []
        if pays.rates is not None:
            rates = [unit]
        elif pays.rate is not None:
            rates = [pays.rate.value * unit]
        elif pays.interpolate is not None:
            rates = [self.straight(component, result) * unit]
        else:
            boundary = pays.boundary if pays.retroactive else "upper"
            edges = [self.edge(component, tier.to, quota, boundary) for tier in pays.tiers if tier.to is not None]
            rates = [tier.rate.value * unit for tier in pays.tiers]
            if len(edges) == len(rates):
                rates.append(Fraction(0))
            if pays.retroactive and component.accumulate != "transaction":
                place = sum(reached >= edge for edge in edges)
                if pays.tiers[-1].to is not None and place == len(edges):
                    edges, rates = [self.edge(component, pays.tiers[-1].to, quota)], [rates[-2], Fraction(0)]
                else:
                    edges, rates = [], [rates[place]]
        if component.cap.attainment is not None:
            last = self.edge(component, component.cap.attainment, quota)
            edges = [edge for edge in edges if edge < last]
            rates, edges = [*rates[: len(edges) + 1], Fraction(0)], [*edges, last]
        return edges, rates

    def relative(self, component: Component) -> bool:
        """Whether the curve is read in shares of quota."""
        levels = [tier.to for tier in component.pays.tiers] + [p.at for p in component.pays.interpolate or []]
        levels += [s.from_ for s in component.pays.steps or []] + [m.at for m in component.pays.milestones or []]
        levels += [component.threshold, component.cap.attainment]
        return component.quota is not None and (
            component.pays.of == "target"
            or any(level is not None and level.relative and level.value for level in levels)
        )

    def straight(self, component: Component, result: dict[str, Any]) -> Fraction:
        """The value on the straight line between points."""
        points = component.pays.interpolate or []
        unit = self.scale if component.measured.is_money else 10_000
        at = Fraction(result["reached"], result["quota"] if points[-1].at.relative else unit)
        if at < points[0].at.value:
            return Fraction(0)
        for a, b in itertools.pairwise(points):
            if at <= b.at.value:
                share = (at - a.at.value) / (b.at.value - a.at.value)
                return a.rate.value + share * (b.rate.value - a.rate.value)
        return points[-1].rate.value

    def marginal(self, credit: int, edges: list[int], rates: list[Fraction]) -> Fraction:
        """Each rate for what lies between its edges."""
        total, low = Fraction(0), None
        for i, rate in enumerate(rates):
            high = edges[i] if i < len(edges) else None
            top = credit if high is None else min(credit, high)
            total += rate * (top if low is None else max(top - low, 0))
            low = high
        return total

    def _line_cell(  # noqa: PLR0917 - each is a column of the row
        self, component: Component, payee: str, period: Period, own: list[Line], before: int,
        result: dict[str, Any], earlier: list[dict[str, Any]],
    ) -> int:  # fmt: skip
        edges, rates = self.curve(component, result) or ([], [])
        factor, running, earned = result["factor"], before, sum(r["uncapped"] for r in earlier)
        cap = self._cap(component)
        total = uncapped_total = 0
        for credit in own:
            running += credit["credit"]
            exact, tiers = self._one(component, credit["credit"], running, edges, rates)
            exact *= credit["band"]
            raw = half_away(exact * factor)
            kept = amount = limited(component, credit["credit"], raw, self.scale)
            if cap is not None:
                kept = min(earned + amount, cap) - min(earned, cap)
            earned += amount
            total, uncapped_total = total + kept, uncapped_total + amount
            after = credit["credit"] if component.accumulate == "transaction" else running
            sign = -1 if component.deduct else 1
            self._line(component, payee, period, "earned", credit, after=after, tiers=tiers, uncapped=sign * raw,
                       amount=sign * kept, rounding=sign * (raw - exact * factor))  # fmt: skip
        result.update(terms=(edges, rates, factor), uncapped=uncapped_total)
        accumulates = component.accumulate not in ("period", "transaction")
        earlier = [r for i, r in enumerate(earlier) if any(e["count"] for e in earlier[: i + 1])]
        total *= -1 if component.deduct else 1
        if component.banded:
            return total
        if accumulates and earlier and earlier[-1]["terms"] != result["terms"]:
            to_date = half_away(self.marginal(result["reached"], edges, rates) * factor)
            to_date = to_date if cap is None else min(to_date, cap)
            more = to_date - sum(r["payout"] for r in earlier) - total
            if more:
                self._period_line(component, payee, period, "true_up", result, more, more)
            total += more
        return total

    def _cap(self, component: Component) -> int | None:
        if component.cap.payout is None or component.cap.per != "run":
            return None
        return int(component.cap.payout * self.scale)

    def _one(
        self, component: Component, credit: int, running: int, edges: list[int], rates: list[Fraction]
    ) -> tuple[Fraction, tuple[int, int]]:
        """Exact pay of one credit and the tiers before and after."""
        if component.accumulate != "transaction":
            exact = self.marginal(running, edges, rates) - self.marginal(running - credit, edges, rates)
            return exact, (sum(running - credit > e for e in edges), sum(running > e for e in edges))
        size, sign = abs(credit), -1 if credit < 0 else 1
        if component.pays.retroactive is None:
            return sign * self.marginal(size, edges, rates), (0, sum(size > e for e in edges))
        place = sum(size >= edge for edge in edges)
        bounded = component.pays.retroactive[-1].to is not None
        if bounded and place == len(edges):
            return sign * edges[-1] * rates[-2], (place, place)
        return sign * size * rates[place], (place, place)

    def _bonus_cell(
        self, component: Component, payee: str, period: Period, result: dict[str, Any], paid_before: int
    ) -> int:
        exact = bonus(self, component, result)
        uncapped = to_date = half_away(exact * result["factor"])
        if component.minimum is not None and result["count"]:
            to_date = max(to_date, int(component.minimum * self.scale))
        cap = self._cap(component)
        to_date = to_date if cap is None else min(to_date, cap)
        sign = -1 if component.deduct else 1
        amount = sign * to_date - paid_before
        if amount:
            self._period_line(component, payee, period, "bonus", result, amount, sign * uncapped)
        return amount

    # lines

    def _line(
        self, component: Component, payee: str, period: Period, kind: str, credit: Line, *, after: int,
        tiers: tuple[int, int], uncapped: int, amount: int, rounding: Fraction,
    ) -> None:  # fmt: skip
        self.lines.append(
            {
                **credit,
                "component": component.id,
                "payee": payee,
                "when": period,
                "part": 0,
                "period": period.label,
                "paid_in": self.paid_in(period),
                "kind": kind,
                "after": after,
                "tier_before": tiers[0],
                "tier_after": tiers[1],
                "uncapped": uncapped,
                "amount": amount,
                "rounding": rounding,
            }
        )

    def _period_line(  # noqa: PLR0917 - each is a column of the row
        self,
        component: Component,
        payee: str,
        period: Period,
        kind: str,
        result: dict[str, Any],
        amount: int,
        uncapped: int,
    ) -> None:
        credit = {
            "tx": None, "day": min(period.end - timedelta(days=1), self.last), "source": payee, "level": 0, "seq": 0,
            "value": result["credit"], "credit": 0 if kind == "true_up" else result["credit"],
        }  # fmt: skip
        self._line(component, payee, period, kind, credit, after=result["reached"], tiers=(0, 0), uncapped=uncapped,
                   amount=amount, rounding=Fraction(0))  # fmt: skip

    def plan_period(self, label: str) -> Period:
        """The plan period of a label, wherever it lies."""
        year, month = (int(part) for part in label.split("-"))
        return period_of("month", date(year, month, 1))

    def transaction(self, name: str) -> dict[str, Any]:
        """A transaction by its id."""
        return next(row for row in self.scenario.transactions if row["id"] == name)

    def paid_in(self, period: Period) -> str:
        """The plan period a component's period is paid in."""
        return period_of(self.plan.period, period.end - timedelta(days=1)).label
