"""Forecasts summed for every person, every team and the company, as snapshots keep them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cadre.crm.forecast.outlook import by_owner
from cadre.crm.models import Method
from cadre.crm.queries.forecast import Outlook, outlook_of
from cadre.crm.queries.forecast_calls import calls_in_force
from cadre.crm.queries.forecast_moves import Moves
from cadre.crm.queries.forecast_periods import Asked
from cadre.crm.queries.forecast_scope import EVERYTHING, Whose, reach_of
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.queries import FiscalPeriod
from cadre.people.queries import Organisation
from cadre.people.rules.tree import above

NAMES = {outlook: name for name, outlook in (("commit", 0), ("best_case", 1), ("pipeline", 2), ("omitted", 3))}


@dataclass(frozen=True)
class Sums:
    """By owner: won by the day, expected of open deals, of deals to come, and the number of open deals."""

    won: Mapping[int, int]
    open: Mapping[int, int]
    new: Mapping[int, int]
    deals: Mapping[int, int]
    best: Mapping[int, int] = field(default_factory=dict)
    moves: Moves = field(default_factory=Moves)
    """What was won by people while they were in another team than today's."""

    def of(self, owners: set[int]) -> tuple[int, int, int, int]:
        won, coming, new, deals = (
            sum(part.get(owner, 0) for owner in owners) for part in (self.won, self.open, self.new, self.deals)
        )
        return won, coming, new, deals

    @property
    def owners(self) -> set[int]:
        return {*self.won, *self.open, *self.new}


def by_scope(
    sums: Sums, organisation: Organisation, *, method: str, taken_on: dt.date, kind: str, span: FiscalPeriod
) -> list[dict[str, Any]]:
    """One row per person, per team with anybody in it, and one for the company."""
    teams: dict[int, set[int]] = {}
    for owner in sums.owners:
        own = organisation.teams.get(owner)
        for team in above(organisation.parents, own):
            teams.setdefault(team, set()).add(owner)
    fixed = {"taken_on": taken_on, "period_kind": kind, "starts_on": span.start, "ends_on": span.last, "method": method}
    subjects = [("company", 0, sums.owners), *(("team", team, members) for team, members in teams.items())]
    subjects += [("person", owner, {owner}) for owner in sums.owners]
    rows = []
    for scope, subject, owners in subjects:
        won, coming, new, deals = sums.of(owners)
        if scope == "team":
            won += sums.moves.of_teams(
                {one for one in organisation.parents if subject in above(organisation.parents, one)}
            )
        rows.append(
            fixed
            | {
                "scope": scope,
                "subject": subject,
                "team_id": subject if scope == "team" else None,
                "owner_id": subject if scope == "person" else None,
                "won_minor": won,
                "open_minor": coming,
                "new_minor": new,
                "deals": deals,
                "is_backtest": False,
                "low_minor": None,
                "high_minor": None,
            }
        )
    return rows


def rows_to_keep(opportunities: Any, today: dt.date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Today's snapshots of month and quarter by every method, and the lines of the quarter's deals."""
    reach = reach_of(SYSTEM)
    whose = Whose(EVERYTHING, 0, "", None)
    rows, lines = [], []
    for key in ("month", "quarter"):
        asked = Asked.of(key, today)
        seen = outlook_of(opportunities, asked, reach, whose, calls_in_force(asked))
        for method in Method.values:
            sums = _sums(seen, method)
            if sums is not None:
                made = by_scope(
                    sums, reach.organisation, method=method, taken_on=today, kind=asked.kind, span=asked.span
                )
                rows += _said(made, seen) if method == Method.CATEGORY else _ranged(made, seen, method)
        if key == "quarter":
            lines = _lines(seen, today)
    return rows, lines


def _sums(seen: Outlook, method: str) -> Sums | None:
    deals = by_owner(seen.book.deals.owner, seen.expected.is_due.astype(int))
    if method != Method.CATEGORY:
        coming = seen.coming.get(method)
        return Sums(seen.won, coming.open, coming.new, deals, moves=seen.moves) if coming else None
    return Sums(seen.won, {owner: said.commit for owner, said in seen.commitments.items()}, {}, deals, moves=seen.moves)


def _said(rows: list[dict[str, Any]], seen: Outlook) -> list[dict[str, Any]]:
    """The category forecast with every manager's number in it."""
    for row in rows:
        kind = EVERYTHING if row["scope"] == "company" else row["scope"]
        said = seen.commitment(Whose(kind, row["subject"], "", None))
        row |= {"open_minor": said.commit, "low_minor": said.won, "high_minor": said.best_total}
    return rows


def _ranged(rows: list[dict[str, Any]], seen: Outlook, method: str) -> list[dict[str, Any]]:
    line = seen.line(method)
    if line is not None:
        rows[0] |= {"low_minor": line.low, "high_minor": line.high}
    return rows


def _lines(seen: Outlook, today: dt.date) -> list[dict[str, Any]]:
    deals = seen.book.deals
    columns = zip(
        deals.id.tolist(),
        deals.owner.tolist(),
        seen.book.stages.tolist(),
        seen.book.categories.tolist(),
        deals.amount.tolist(),
        seen.expected.weighted_minor.tolist(),
        seen.expected.learned_minor.tolist(),
        seen.expected.is_due.tolist(),
        strict=True,
    )
    names = (
        "opportunity_id",
        "owner_id",
        "stage_id",
        "category",
        "base_minor",
        "weighted_minor",
        "learned_minor",
        "is_due",
    )
    rows = [dict(zip(names, row, strict=True)) | {"taken_on": today} for row in columns]
    return [row | {"category": NAMES[row["category"]]} for row in rows]
