"""The home of HR: who is there, who joined, who leaves."""

import datetime as dt

import pytest

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.people import services as people
from cadre.web.home.plain import plain_home
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_whoever_joins_on_the_first_has_joined_this_month_and_whoever_did_the_day_before_or_joins_next_month_has_not(
    cast: Cast,
) -> None:
    first = clock.today().replace(day=1)
    days = {"First": first, "Before": first - dt.timedelta(days=1), "Next": first + dt.timedelta(days=31)}
    team = people.create_team(actor=SYSTEM, name="New team", on=first - dt.timedelta(days=9))
    for name, day in days.items():
        people.join_employee(actor=SYSTEM, name=name, hired_on=day, team_id=team.pk)
    assert [person.name for person in plain_home(Cast.actor(cast.hr_fang))["joined"]] == ["First"]


def test_the_home_and_the_org_chart_count_the_same_people(cast: Cast, client) -> None:
    client.force_login(cast.hr_fang)
    count = plain_home(Cast.actor(cast.hr_fang))["headcount"]
    assert f"{count} people, " in client.get("/people/").content.decode()
