"""What the sales process does by itself: every day the forecast is kept, every week it learns and is judged."""

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
def keep_daily_forecast() -> int:
    """On the first look of a day; on that of a week it learns anew before. Returns the rows kept, nought when today's are there."""
    today = clock.today()
    last = last_kept_on()
    if last == today:
        return 0
    is_new_week = last is None or last < today - dt.timedelta(days=today.weekday())
    try:
        return renew_forecast.func() if is_new_week else keep_forecast(actor=SYSTEM)
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
