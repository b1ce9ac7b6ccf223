"""The published company, imported as it is: learned, judged and shown from its tables, as a worker would on the day after its end."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from cadre.crm import queries, services
from cadre.crm.models import ForecastSnapshot
from cadre.demo.loading import load
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile, User


@pytest.mark.django_db
def test_the_page_says_which_method_was_less_wrong_on_the_last_quarter_and_uses_it() -> None:
    load(as_is=True)
    rebuild(CompanyProfile.objects.get(), dt.date(2016, 1, 1), dt.date(2020, 1, 1))
    with time_machine.travel(dt.datetime(2018, 1, 2, 4, tzinfo=dt.UTC), tick=False):
        verdict = services.learn_forecast(actor=SYSTEM).verdict
        assert verdict["quarter"] == "2017-Q4"
        errors = verdict["mape"]
        assert verdict["better"] == ("learned" if errors["learned"] < errors["weighted"] else "weighted")
        assert verdict["chosen_on"] == ["2017-Q3", "2017-Q2"]
        seen = queries.forecast(SYSTEM)
        assert seen.best == verdict["better"]
        held, of = verdict["coverage"][seen.best]["company"]
        assert held >= 0.8 * of
        misses = queries.past_errors(SYSTEM, seen.whose)
        by_company = sum(miss.errors["learned"] for miss in misses) / len(misses)
        assert by_company == pytest.approx(verdict["mape"]["learned"], abs=0.01)
        _people_add_up()
        browser = Client()
        browser.force_login(User.objects.get(email="director@demo.example"))
        page = browser.get("/crm/forecast/").content.decode()
        assert f"So the {seen.best} one is used" in page


def _people_add_up() -> None:
    """Kept backtests: every person's forecast is in the company's, to the cent."""
    rows = ForecastSnapshot.objects.filter(is_backtest=True, method="learned")
    for day in set(rows.values_list("taken_on", flat=True)):
        of_day = rows.filter(taken_on=day)
        people = sum(row.total_minor for row in of_day.filter(scope="person"))
        assert people == of_day.get(scope="company").total_minor
