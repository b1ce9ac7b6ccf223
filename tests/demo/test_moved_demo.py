"""The demo company with its dates moved so that they end yesterday, and with its day-to-day."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Sum

from cadre.crm.models import Account, Activity, Contact, CriterionCheck, Opportunity, StageChange
from cadre.demo.files import shift_to_yesterday
from cadre.kernel import clock
from tests.demo.standing import standing_demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moved")]


@pytest.fixture(scope="module")
def moved(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with standing_demo(django_db_blocker, as_is=False):
        yield


def test_moved_dates_end_yesterday_and_the_sums_stay() -> None:
    closed = Opportunity.objects.filter(state="won")
    assert closed.latest("closed_on").closed_on == clock.today() - dt.timedelta(days=1)
    assert closed.aggregate(Sum("base_minor"))["base_minor__sum"] == 10_005_534_00
    shift = shift_to_yesterday()
    first = Opportunity.objects.get(external_id="1C1I7A6R")
    assert (first.engaged_on, first.closed_on) == (dt.date(2016, 10, 20) + shift, dt.date(2017, 3, 1) + shift)


def test_the_day_to_day_makes_the_pages_alive_and_is_the_same_at_every_start() -> None:
    assert Contact.objects.count() == 85 * 3
    assert Activity.objects.filter(state="planned", on=clock.today()).exists() or clock.now().hour >= 16
    assert not Activity.objects.filter(on__lt=clock.today() - dt.timedelta(days=120)).exists()
    assert Account.objects.filter(owner=None).count() == 0
    open_deals = Opportunity.objects.filter(state="open")
    assert set(open_deals.values_list("stage__key", flat=True)) == {"lead", "needs", "proposal", "negotiation"}
    assert open_deals.filter(expected_close_on=None).count() == 0
    assert CriterionCheck.objects.exists()
    backwards = StageChange.objects.filter(days_in_stage__lt=0) | StageChange.objects.filter(on__gt=clock.today())
    assert not backwards.exists()
    assert Opportunity.objects.get(external_id="1C1I7A6R").stage_changes.count() == 5
