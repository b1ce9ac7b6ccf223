"""What the sales process does by itself: every week the forecast learns, is judged and is kept."""

import datetime as dt
import logging

from cadre.crm.queries import last_kept_on
from cadre.crm.services import keep_forecast, learn_forecast
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.queries import NO_CALENDAR
from cadre.kernel.periodic import every
from cadre.kernel.problems import Problem
from cadre.kernel.tasks import task

log = logging.getLogger(__name__)


@every(hours=6)
@task(repeatable=True, priority=-10)
def keep_weekly_forecast() -> int:
    """On the first look of a week; returns the rows that were kept, nought when this week's are there."""
    today = clock.today()
    monday = today - dt.timedelta(days=today.weekday())
    last = last_kept_on()
    if last is not None and last >= monday:
        return 0
    try:
        return renew_forecast.func()
    except Problem as problem:
        if problem.code != NO_CALENDAR.code:
            raise
        log.warning("no forecast is kept: %s", problem)
        return 0


@task(repeatable=True, priority=-10)
def renew_forecast() -> int:
    """Learn anew and take a snapshot. Returns the rows that were kept."""
    learn_forecast(actor=SYSTEM)
    return keep_forecast(actor=SYSTEM)
