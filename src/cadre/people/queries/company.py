"""The company's own facts: profile, holidays, exchange rates."""

import datetime as dt

from django.db.models import QuerySet

from cadre.kernel.models import CompanyProfile, ExchangeRate, Holiday


def company_profile() -> CompanyProfile | None:
    """The one profile, or None before set-up."""
    return CompanyProfile.objects.first()


def holidays(start: dt.date, end: dt.date) -> QuerySet[Holiday]:
    """The holidays of [start, end), earliest first."""
    return Holiday.objects.filter(day__gte=start, day__lt=end).order_by("day")


def exchange_rates() -> QuerySet[ExchangeRate]:
    """All rates by currency, newest first."""
    rows: QuerySet[ExchangeRate] = ExchangeRate.objects.order_by("currency", "-valid_from")
    return rows
