"""Functional lines hold only between people of the company, and come back with a departure that is withdrawn."""

import datetime as dt

import pytest

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.people import services
from cadre.people.models import DottedLine, Employee
from tests.support.at_once import codes_of_the_second
from tests.support.company import person, team
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def pair() -> tuple[Employee, Employee]:
    north = team("North")
    return person("Lin", north), person("Wu", north)


def _draw(who: Employee, manager: Employee, on: dt.date, until: dt.date | None = None) -> DottedLine:
    return services.draw_dotted_line(actor=SYSTEM, employee_id=who.pk, manager_id=manager.pk, on=on, until=until)


def _leave(who: Employee, on: dt.date, lines_to: Employee | None = None) -> None:
    receivers = {"people.dotted_lines": lines_to.pk} if lines_to else {}
    services.leave_employee(actor=SYSTEM, employee_id=who.pk, left_on=on, receivers=receivers)


def _spans() -> list[tuple[dt.date, dt.date | None]]:
    return list(DottedLine.objects.order_by("valid_from").values_list("valid_from", "valid_to"))


def test_the_line_of_a_leaver_ends_on_his_day_and_a_planned_one_is_withdrawn(pair):
    today = clock.today()
    last = today + 10 * DAY
    _draw(*pair, today, today + 20 * DAY)
    _draw(*pair, today + 30 * DAY)
    _leave(pair[0], last)
    assert _spans() == [(today, last)]


@pytest.mark.parametrize("leaver", [0, 1])
def test_a_line_drawn_to_or_from_one_who_will_leave_ends_on_his_day(pair, leaver):
    today = clock.today()
    last = today + 10 * DAY
    _leave(pair[leaver], last)
    with refuses("people.not_employed"):
        _draw(*pair, today, last + DAY)
    with refuses("people.not_employed"):
        _draw(*pair, last)
    assert _draw(*pair, today).valid_to == last


def test_a_line_ends_after_it_begins(pair):
    with refuses("people.too_early"):
        _draw(*pair, clock.today(), clock.today())


def test_who_withdraws_a_departure_has_the_lines_back_as_they_were(pair):
    today = clock.today()
    ended = (today, today + 5 * DAY)
    short, planned = (today + 6 * DAY, today + 20 * DAY), (today + 30 * DAY, None)
    for begin, end in (ended, short, planned):
        _draw(*pair, begin, end)
    _leave(pair[0], today + 10 * DAY)
    assert _spans() == [ended, (short[0], today + 10 * DAY)]
    services.withdraw_departure(actor=SYSTEM, employee_id=pair[0].pk)
    assert _spans() == [ended, short, planned]


def test_lines_come_back_no_longer_than_the_other_belongs_to_the_company_and_beside_no_new_one(pair):
    today = clock.today()
    gao = person("Gao", team("South"))
    _draw(*pair, today)
    _leave(pair[0], today + 10 * DAY)
    _leave(pair[1], today + 20 * DAY, lines_to=gao)
    services.withdraw_departure(actor=SYSTEM, employee_id=pair[0].pk)
    assert _spans() == [(today, today + 20 * DAY)]


def test_the_receiver_of_a_line_is_reported_to_once_and_not_after_he_has_left(pair):
    today = clock.today()
    south = team("South")
    gao, hu = person("Gao", south), person("Hu", south)
    _draw(pair[0], pair[1], today)
    _draw(gao, pair[1], today)
    _draw(pair[0], hu, today + 5 * DAY)
    _leave(hu, today + 30 * DAY, lines_to=pair[1])
    lines = DottedLine.objects.filter(employee=pair[0], manager=pair[1])
    assert [(line.valid_from, line.valid_to) for line in lines] == [(today, None)]
    _leave(gao, today + 40 * DAY)
    _leave(pair[1], today + 20 * DAY, lines_to=gao)
    taken = DottedLine.objects.get(employee=pair[0], manager=gao)
    assert (taken.valid_from, taken.valid_to) == (today + 20 * DAY, today + 40 * DAY)


def test_a_move_never_reaches_beyond_the_day_of_leaving(pair):
    south, last = team("South"), clock.today() + 10 * DAY
    _leave(pair[0], last)
    moved = services.move_employee(actor=SYSTEM, employee_id=pair[0].pk, team_id=south.pk, on=clock.today() + 2 * DAY)
    assert moved.valid_to == last


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize("leaver", [0, 1])
def test_a_line_drawn_while_one_of_the_two_leaves_ends_on_his_day(leaver):
    north, last = team("North"), clock.today() + 10 * DAY
    two = person("Lin", north), person("Wu", north)
    drawn = codes_of_the_second(lambda: _leave(two[leaver], last), lambda: _draw(*two, clock.today()))
    assert (drawn, _spans()) == ([], [(clock.today(), last)])
