"""Refuses the days that an open deal cannot expect. What stands there already is not judged again, nor what files bring."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from cadre.crm.models import Opportunity
from cadre.crm.problems import CLOSE_LONG_PAST, DAY_TOO_FAR
from cadre.crm.rules.expected import AHEAD_YEARS, PAST_DAYS, is_long_past, is_too_far
from cadre.kernel import clock
from cadre.kernel.problems import Problem, refuse_if
from cadre.ui.formatting import long_date

_DAYS = ("expected_close_on", "next_step_on")


def refuse_unlikely_days(given: Mapping[str, Any], deal: Opportunity | None = None) -> None:
    """CLOSE_LONG_PAST or DAY_TOO_FAR at the field, of those that are given and differ from what the deal has."""
    if deal is not None and not deal.is_open:
        return
    new = {name: given[name] for name in _DAYS if given.get(name) and given[name] != getattr(deal, name, None)}
    refuse_if(problem for name, day in new.items() if (problem := _problem(name, day)) is not None)


def _problem(field: str, day: dt.date) -> Problem | None:
    told = long_date(day, (get_language() or "en").lower())
    if is_long_past(day, clock.today()):
        return CLOSE_LONG_PAST(field=field, day=told, days=PAST_DAYS)
    if is_too_far(day, clock.today()):
        return DAY_TOO_FAR(field=field, day=told, years=AHEAD_YEARS)
    return None
