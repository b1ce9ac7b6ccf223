"""The only place that reads the time, so that a test or an as-of question can turn it."""

import datetime as dt
import time
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The date where the company is (TIME_ZONE)."""
    return _date(int(time.time() // 60), settings.TIME_ZONE)


@lru_cache(maxsize=4)
def _date(minute: int, zone: str) -> dt.date:
    """The date of a minute; days begin with one everywhere, and a page asks for today some hundred times."""
    return dt.datetime.fromtimestamp(minute * 60, dt.UTC).astimezone(ZoneInfo(zone)).date()
