"""The company itself (ORG1): profile, holidays, exchange rates; the fiscal calendar follows them."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from cadre.kernel import clock, write
from cadre.kernel.access import Actor, Role
from cadre.kernel.calendar import services as calendar
from cadre.kernel.events import publish
from cadre.kernel.models import CalendarDay, CompanyProfile, ExchangeRate, Holiday
from cadre.kernel.models.company import number_of
from cadre.kernel.problems import CHANGED_MEANWHILE
from cadre.kernel.succession import change_from
from cadre.kernel.verbs import verb
from cadre.people.events import CompanyChanged
from cadre.people.guards import amounts_exist
from cadre.people.problems import CURRENCY_IN_USE, RATE_OF_BASE

KEEPERS = frozenset({Role.OPERATIONS, Role.ADMINISTRATOR})
YEARS_BACK, YEARS_AHEAD = 12, 8
_CALENDAR_FIELDS = ("fiscal_start_month", "fiscal_pattern", "working_weekdays")


@verb("people.company.change", roles=KEEPERS)
def change_company_profile(
    *,
    actor: Actor,
    name: str,
    currency: str,
    fiscal_start_month: int = 1,
    fiscal_pattern: str = "months",
    working_weekdays: Sequence[int] = (0, 1, 2, 3, 4),
    languages: Sequence[str] = ("zh-hant", "zh-hans", "en"),
    expected_version: int | None = None,
) -> CompanyProfile:
    """Set up or change the company. A changed fiscal rule writes the calendar anew, so that every number follows it.

    Raises CURRENCY_IN_USE for another base currency once amounts are kept in the present one.
    """
    values = {
        "name": name.strip(),
        "currency": currency,
        "fiscal_start_month": fiscal_start_month,
        "fiscal_pattern": fiscal_pattern,
        "working_weekdays": sorted(working_weekdays),
        "languages": list(languages),
    }
    profile = CompanyProfile.objects.select_for_update().first()
    if profile is None:
        if expected_version is not None:
            raise CHANGED_MEANWHILE(who="", when="")
        profile = write.create(CompanyProfile, id=1, **values)
        _write_calendar(profile)
    else:
        profile = write.for_change(CompanyProfile.objects.all(), profile.pk, expected_version)
        if currency != profile.currency and amounts_exist():
            raise CURRENCY_IN_USE(field="currency", currency=profile.currency)
        before = [getattr(profile, field) for field in _CALENDAR_FIELDS]
        write.change(profile, **values)
        if before != [getattr(profile, field) for field in _CALENDAR_FIELDS]:
            _write_calendar(profile)
    publish(CompanyChanged(what="profile"))
    return profile


@verb("people.holiday.add", roles=KEEPERS | {Role.HR})
def add_holiday(*, actor: Actor, day: dt.date, name: str) -> Holiday:
    """Make a day a holiday: it no longer counts as a working day. ALREADY_THERE if it is one."""
    holiday = write.create(Holiday, day=day, name=name.strip())
    # allow: write - the calendar is derived; the holiday is what is audited
    CalendarDay.objects.filter(day=day).update(is_working=False)
    publish(CompanyChanged(what="holidays"))
    return holiday


@verb("people.holiday.remove", roles=KEEPERS | {Role.HR})
def remove_holiday(*, actor: Actor, holiday_id: int) -> None:
    """Make a holiday an ordinary day again."""
    holiday = write.for_change(Holiday.objects.all(), holiday_id)
    day = holiday.day
    write.remove(holiday)
    profile = CompanyProfile.objects.first()
    weekdays = profile.working_weekdays if profile else [0, 1, 2, 3, 4]
    # allow: write - the calendar is derived; the holiday is what is audited
    CalendarDay.objects.filter(day=day).update(is_working=day.weekday() in weekdays)
    publish(CompanyChanged(what="holidays"))


@verb("people.exchange_rate.set", roles=KEEPERS)
def set_exchange_rate(*, actor: Actor, currency: str, rate: Decimal, on: dt.date) -> ExchangeRate:
    """Let one unit of `currency` be worth `rate` units of the base currency from a day on, until the next rate already entered.

    What was closed before keeps the amount it was closed at. Raises RATE_OF_BASE for the base currency itself.
    """
    profile = CompanyProfile.objects.first()
    if profile is not None and currency == profile.currency:
        raise RATE_OF_BASE(field="currency", currency=currency)
    of = {"currency": currency, "currency_number": number_of(currency)}
    row = change_from(ExchangeRate, of=of, on=on, rate=rate)
    publish(CompanyChanged(what="rates"))
    return row


def _write_calendar(profile: CompanyProfile) -> None:
    """The whole calendar anew, over the days it already had or, the first time, a dozen years back and some ahead."""
    ends = CalendarDay.objects.order_by("day").first(), CalendarDay.objects.order_by("-day").first()
    year = clock.today().year
    start = ends[0].day if ends[0] else dt.date(year - YEARS_BACK, 1, 1)
    end = ends[1].day + dt.timedelta(days=1) if ends[1] else dt.date(year + YEARS_AHEAD, 1, 1)
    calendar.rebuild(profile, start, end)
