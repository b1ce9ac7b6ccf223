"""The only place that reads the time, so that a test or an as-of question can turn it."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This instant, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The date where the company is (TIME_ZONE)."""
    return timezone.localdate()
