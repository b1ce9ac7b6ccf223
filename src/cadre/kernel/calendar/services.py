"""Writes the calendar table from the company's rule."""

import datetime as dt

from django.db import transaction

from cadre.kernel.calendar.fiscal import FiscalRule, days
from cadre.kernel.models import CalendarDay, CompanyProfile, Holiday


def rebuild(profile: CompanyProfile, start: dt.date, end: dt.date) -> int:
    """Replace the calendar by the days of [start, end) under the profile's rule and holidays. Returns the number of days."""
    rule = FiscalRule(profile.fiscal_start_month, profile.fiscal_pattern, frozenset(profile.working_weekdays))
    holidays = set(Holiday.objects.values_list("day", flat=True))
    rows = [CalendarDay(**vars_of(day)) for day in days(rule, start, end, holidays)]
    with transaction.atomic():
        CalendarDay.objects.all().delete()
        CalendarDay.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def vars_of(day: object) -> dict[str, object]:
    return {name: getattr(day, name) for name in day.__dataclass_fields__}  # type: ignore[attr-defined]
