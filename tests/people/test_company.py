import datetime as dt
from decimal import Decimal

import pytest

from cadre.kernel.access import SYSTEM
from cadre.kernel.currency import in_base
from cadre.kernel.models import CalendarDay, CompanyProfile
from cadre.people import queries, services
from tests.support import deals
from tests.support.cast import Cast, assemble
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
JANUARY, JULY = dt.date(2026, 1, 1), dt.date(2026, 7, 1)
PROFILE = {"name": "Yushan", "currency": "USD"}


def _change(**fields):
    return services.change_company_profile(actor=SYSTEM, **(PROFILE | fields))


def test_the_first_profile_writes_the_calendar():
    _change()
    assert CalendarDay.objects.get(day=JULY).quarter == "2026-Q3"


def test_another_start_of_the_fiscal_year_renames_every_quarter():
    _change()
    days = CalendarDay.objects.count()
    _change(fiscal_start_month=4)
    assert CalendarDay.objects.get(day=JULY).quarter == "FY2027-Q2"
    assert CalendarDay.objects.count() == days


def test_a_year_of_four_four_five_weeks_has_periods_of_whole_weeks():
    _change(fiscal_pattern="445")
    assert CalendarDay.objects.get(day=JULY).month == "2026-P07"


def test_a_holiday_is_no_working_day_and_becomes_one_again():
    _change()
    holiday = services.add_holiday(actor=SYSTEM, day=JULY, name="Half-year")
    assert not CalendarDay.objects.get(day=JULY).is_working
    with refuses("kernel.already_there"):
        services.add_holiday(actor=SYSTEM, day=JULY, name="Again")
    services.remove_holiday(actor=SYSTEM, holiday_id=holiday.pk)
    assert CalendarDay.objects.get(day=JULY).is_working


def test_a_rate_holds_from_its_day_until_the_next_one():
    _change()
    for on, rate in ((JANUARY, "0.03"), (JULY, "0.04")):
        services.set_exchange_rate(actor=SYSTEM, currency="TWD", rate=Decimal(rate), on=on)
    assert in_base(1000, "TWD", JULY - dt.timedelta(days=1)) == 3000
    assert in_base(1000, "TWD", JULY) == 4000
    assert [rate.valid_from for rate in queries.exchange_rates()] == [JULY, JANUARY]


def test_a_rate_is_positive_and_not_of_the_base_currency():
    _change()
    with refuses("people.rate_of_base"):
        services.set_exchange_rate(actor=SYSTEM, currency="USD", rate=Decimal(1), on=JULY)
    for rate in ("0", "-1"):
        with refuses("kernel.invalid"):
            services.set_exchange_rate(actor=SYSTEM, currency="EUR", rate=Decimal(rate), on=JULY)
    with refuses("kernel.invalid"):
        services.set_exchange_rate(actor=SYSTEM, currency="euro", rate=Decimal(1), on=JULY)


def test_the_base_currency_stays_once_amounts_are_kept_in_it():
    cast = assemble()
    _change(currency="EUR")
    _change(currency="USD")
    deals.deal(cast.rep_lin)
    with refuses("people.currency_in_use"):
        _change(currency="EUR")
    assert CompanyProfile.objects.get().currency == "USD"


def test_a_month_that_does_not_exist_is_refused_at_its_field():
    with refuses("kernel.invalid"):
        _change(fiscal_start_month=13)


def test_only_operations_and_administrators_change_the_company():
    cast = assemble()
    for user in (cast.rep_lin, cast.manager_chen, cast.director_shen, cast.executive_qiu):
        with refuses("kernel.forbidden"):
            services.change_company_profile(actor=Cast.actor(user), **PROFILE)
    assert services.change_company_profile(actor=Cast.actor(cast.ops_tsai), **PROFILE).name == "Yushan"
