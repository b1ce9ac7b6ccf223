"""Who is credited for a transaction, a loop at a time."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from cadre.compensation.engine.plan.component import Component
from tests.reference.columns import calculated, counted
from tests.reference.deals import band, fits
from tests.reference.exact import half_away, largest_remainder

Line = dict[str, Any]


@dataclass
class Scenario:
    """Inputs of one calculation."""

    transactions: list[dict[str, Any]] = field(default_factory=list)
    splits: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    tree: list[dict[str, Any]] = field(default_factory=list)
    participants: list[dict[str, Any]] = field(default_factory=list)
    quotas: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    measures: dict[tuple[str, str, str], Fraction] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    leave: list[dict[str, Any]] = field(default_factory=list)
    rates: dict[str, list[tuple[date, Fraction]]] = field(default_factory=dict)


class Crediting:
    """The credits of a scenario."""

    def __init__(self, scenario: Scenario, payees: list[str], scale: int) -> None:
        self.scenario, self.payees, self.scale = scenario, payees, scale
        self.columns = calculated(scenario)

    def own_credits(self, component: Component) -> list[Line]:
        """Who is credited for each transaction, before roll-up."""
        found = []
        for row in self.scenario.transactions:
            if not self._counts(component, row):
                continue
            value = self._value(component, row)
            for seq, (payee, credit) in enumerate(self._split(component, row, value)):
                if payee is not None:
                    found.append(
                        {"payee": payee, "source": payee, "level": 0, "seq": seq, "tx": row["id"], "day": row["date"],
                         "value": value, "credit": credit, "band": band(component, self._seen(row))}
                    )  # fmt: skip
        return found

    def _counts(self, component: Component, row: dict[str, Any]) -> bool:
        return fits(component.measured.where, self._seen(row))

    def _seen(self, row: dict[str, Any]) -> dict[str, Any]:
        """A transaction as filters see it: amounts in the plan's currency, calculated columns beside them."""
        amount = Fraction(counted(self.scenario, row, row["amount"], self.scale), self.scale)
        return {**row, **self.columns[row["id"]], "amount": amount}

    def _value(self, component: Component, row: dict[str, Any]) -> int:
        name = component.measured.value
        if name == "count":
            return 10_000
        if component.measured.is_money:
            exact = row[name] if name in row else self.columns[row["id"]][name]
            return counted(self.scenario, row, exact, self.scale)
        return int(row[name] * 10_000)

    def _split(self, component: Component, row: dict[str, Any], value: int) -> list[tuple[str | None, int]]:
        overlay = component.credit.overlay
        rows = [split for split in self.scenario.splits if split["transaction"] == row["id"] and not overlay]
        if not rows and row.get("payee") and not overlay:
            return [(row["payee"], value)]
        if not rows and component.by_columns:
            column = component.by_columns[0]
            rows = [
                one
                for one in self.scenario.assignments
                if (cell := self.columns[row["id"]].get(column, row.get(column)))
                and one[column] == cell
                and one["from"] <= row["date"] < one["to"]
            ]
        rows = sorted(rows, key=lambda one: (one["payee"], one.get("role", ""), one["share"]))
        total = sum((one["share"] for one in rows), Fraction(0))
        if not rows or (component.credit.total not in ("any", total)):
            return []
        parts = largest_remainder(value, [one["share"] for one in rows])
        roles = component.credit.roles
        return [
            (one["payee"] if roles is None or one.get("role", "") in roles else None, part)
            for one, part in zip(rows, parts, strict=True)
        ]

    def credits(self, component: Component) -> list[Line]:
        """All credits of a component, in order, for those who take part on the day."""
        found = []
        share = component.credit.share * (component.credit.roll_up.share if component.credit.roll_up else 1)
        for own in self.own_credits(component):
            for payee, level in self._reached(component, own):
                if self._takes_part(component, payee, own["day"]):
                    credit = half_away(own["credit"] * share)
                    found.append({**own, "payee": payee, "level": level, "credit": credit})
        return sorted(found, key=lambda c: (c["payee"], c["day"], c["tx"], c["seq"], c["level"], c["source"]))

    def _reached(self, component: Component, own: Line) -> list[tuple[str, int]]:
        if component.credit.team:
            team = self.team(own["payee"], own["day"])
            mates = [name for name in self.payees if team and self.team(name, own["day"]) == team]
            return [(mate, 0 if mate == own["payee"] else 1) for mate in mates]
        rule = component.credit.roll_up
        first = 1 if rule is None else rule.from_level
        if rule is None:
            return [(own["payee"], 0)]
        found = [(own["payee"], 0)] if rule.own else []
        at, level = own["payee"], 0
        while rule.levels == "all" or level < rule.levels:
            above = [r["manager"] for r in self.scenario.tree if r["payee"] == at and r["from"] <= own["day"] < r["to"]]
            if not above:
                break
            at, level = above[0], level + 1
            if level >= first:
                found.append((at, level))
        return found

    def _takes_part(self, component: Component, payee: str, day: date) -> bool:
        if not self.scenario.participants:
            return True
        return any(
            row["payee"] == payee
            and row["from"] <= day < row["to"]
            and (component.roles is None or row.get("role", "") in component.roles)
            for row in self.scenario.participants
        )

    def team(self, payee: str, day: date) -> str:
        rows = [r for r in self.scenario.participants if r["payee"] == payee and r["from"] <= day < r["to"]]
        return rows[-1].get("team", "") if rows else ""
