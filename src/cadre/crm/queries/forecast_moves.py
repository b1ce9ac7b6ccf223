"""What was won by people who were in another team then: a team has won what its people won while they were in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from cadre.people.queries import stays_between

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from cadre.people.queries import Organisation


@dataclass(frozen=True)
class Moves:
    """Won amounts in minor units by (person, his team on the closing day, his team today), where the two differ; None: no team."""

    rows: tuple[tuple[int, int | None, int | None, int], ...] = ()

    def of_teams(self, teams: Collection[int]) -> int:
        """How much more these teams won together than the people who are in them today."""
        return sum(((then in teams) - (now in teams)) * amount for _who, then, now, amount in self.rows)

    def of_person(self, person: int, teams: Collection[int]) -> int:
        """How much of what a person won does not count for the teams he is in today: nought or less."""
        return -sum(amount for who, then, _now, amount in self.rows if who == person and then not in teams)


def moves_between(rows: Any, start: dt.date, last: dt.date, organisation: Organisation) -> Moves:
    """Of the won opportunities in `rows` closed from `start` to `last`. Two statements; one where nobody moved."""
    stays = stays_between(start, last + timedelta(days=1))
    known = {*stays, *organisation.teams}
    moved = [one for one in known if _has_moved(stays.get(one, ()), organisation.teams.get(one), start, last)]
    if not moved:
        return Moves()
    won = rows.filter(state="won", closed_on__gte=start, closed_on__lte=last, owner_id__in=moved).order_by()
    found: dict[tuple[int, int | None, int | None], int] = {}
    for person, day, amount in won.values_list("owner_id", "closed_on").annotate(total=Sum("base_minor")):
        then, now = _team_on(stays.get(person, ()), day), organisation.teams.get(person)
        if then != now:
            found[person, then, now] = found.get((person, then, now), 0) + amount
    return Moves(tuple((*key, amount) for key, amount in sorted(found.items(), key=str)))


def _has_moved(stays: Sequence[Any], now: int | None, start: dt.date, last: dt.date) -> bool:
    """Whether he was in another team than today's, or in none, on a day from `start` to `last`."""
    whole = len(stays) == 1 and stays[0][1] <= start and (stays[0][2] is None or stays[0][2] > last)
    return not whole or stays[0][0] != now


def _team_on(stays: Sequence[Any], day: dt.date) -> int | None:
    return next((team for team, began, until in stays if began <= day and (until is None or day < until)), None)


__all__ = ["Moves", "moves_between"]
