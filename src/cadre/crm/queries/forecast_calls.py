"""The numbers that managers say themselves: which are in force, and who may say one."""

import datetime as dt
from typing import TYPE_CHECKING

from cadre.crm.forecast.categories import Call
from cadre.crm.models import ForecastCall
from cadre.crm.queries.forecast_periods import Asked
from cadre.crm.queries.forecast_scope import Whose
from cadre.kernel import clock
from cadre.kernel.access import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable


def calls_in_force(asked: Asked, on: dt.date | None = None) -> dict[tuple[str, int], Call]:
    """Managers' numbers for a period on a day, by scope and subject."""
    rows = ForecastCall.objects.as_of(on or clock.today()).filter(
        slot__period_kind=asked.kind, slot__starts_on=asked.span.start
    )
    return {
        (scope, subject): (commit, best)
        for scope, subject, commit, best in rows.values_list(
            "slot__scope", "slot__subject", "commit_minor", "best_minor"
        )
    }


def call_of(whose: Whose, asked: Asked, on: dt.date | None = None) -> ForecastCall | None:
    """The number that a manager says for this person or team now."""
    rows = ForecastCall.objects.as_of(on or clock.today()).select_related("author", "slot")
    found: ForecastCall | None = rows.filter(
        slot__period_kind=asked.kind,
        slot__starts_on=asked.span.start,
        slot__scope=whose.kind,
        slot__subject=whose.id,
    ).first()
    return found


def may_call(actor: Actor, whose: Whose) -> bool:
    """A manager speaks for those below him and for the teams he leads or that lie below; never for himself or for anybody above."""
    from cadre.crm import policies
    from cadre.kernel.visibility import employees_under

    if whose.kind == "team":
        return whose.id in policies.teams_under(actor)
    if whose.kind != "person" or whose.id == actor.employee_id:
        return False
    below = employees_under(actor)
    ids: Iterable[int] = below if isinstance(below, list) else below.values_list("pk", flat=True)
    return whose.id in set(ids)
