import datetime as dt

import pytest

from cadre.kernel.access import SYSTEM
from cadre.people import queries, services
from cadre.people.models import TeamPlacement
from tests.support.cast import Cast, assemble
from tests.support.company import BEGIN, lead, person, team
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
MAY, JULY, SEPTEMBER = dt.date(2026, 5, 1), dt.date(2026, 7, 1), dt.date(2026, 9, 1)


def _move(which, under, on, **rest):
    return services.move_team(actor=SYSTEM, team_id=which.pk, parent_id=under.pk if under else None, on=on, **rest)


def _parent(which, on):
    return queries.organisation_on(on).parents.get(which.pk)


def test_a_moved_team_hangs_in_the_old_place_until_the_day_and_in_the_new_one_from_it():
    company = team("Company")
    north, south = team("North", company), team("South", company)
    east = team("East", north)
    _move(east, south, MAY)
    assert _parent(east, MAY - dt.timedelta(days=1)) == north.pk
    assert _parent(east, MAY) == south.pk


def test_a_correction_of_today_keeps_a_move_that_is_planned_for_later():
    company = team("Company")
    a, b, c = team("A", company), team("B", company), team("C", company)
    x = team("X", a)
    _move(x, c, SEPTEMBER)
    _move(x, b, MAY)
    assert [_parent(x, day) for day in (BEGIN, MAY, JULY, SEPTEMBER)] == [a.pk, b.pk, b.pk, c.pk]


def test_a_team_cannot_hang_below_itself():
    company = team("Company")
    north = team("North", company)
    east = team("East", north)
    with refuses("people.circle"):
        _move(north, east, MAY)
    with refuses("people.circle"):
        _move(north, north, MAY)


def test_a_circle_that_would_close_only_after_a_planned_move_is_refused_too():
    company = team("Company")
    a, b = team("A", company), team("B", company)
    _move(b, a, SEPTEMBER)
    with refuses("people.circle"):
        _move(a, b, MAY)
    assert _parent(a, JULY) == company.pk


def test_a_team_cannot_hang_under_one_that_is_closed():
    company = team("Company")
    old, x = team("Old", company), team("X", company)
    services.close_team(actor=SYSTEM, team_id=old.pk, on=JULY)
    with refuses("people.team_closed"):
        _move(x, old, MAY)
    with refuses("people.team_closed"):
        team("New", old, MAY)


def test_a_team_with_people_or_teams_below_it_cannot_be_closed():
    company = team("Company")
    north = team("North", company)
    who = person("Lin", north)
    with refuses("people.team_in_use"):
        services.close_team(actor=SYSTEM, team_id=north.pk, on=MAY)
    with refuses("people.team_in_use"):
        services.close_team(actor=SYSTEM, team_id=company.pk, on=MAY)
    services.move_employee(actor=SYSTEM, employee_id=who.pk, team_id=company.pk, on=MAY)
    services.close_team(actor=SYSTEM, team_id=north.pk, on=MAY)
    assert north.pk not in queries.organisation_on(MAY).parents
    assert north.pk in queries.organisation_on(MAY - dt.timedelta(days=1)).parents


def test_two_teams_of_one_name_do_not_stand_beside_each_other():
    company = team("Company")
    team("North", company)
    with refuses("people.name_taken"):
        team("north ", company)


def test_the_manager_of_a_member_leads_his_team_and_of_a_lead_the_team_above():
    company = team("Company")
    north = team("North", company)
    shen, chen, lin = person("Shen", company), person("Chen", north), person("Lin", north)
    lead(company, shen)
    lead(north, chen)
    assert queries.manager_of(lin.pk, MAY) == chen
    assert queries.manager_of(chen.pk, MAY) == shen
    assert queries.manager_of(shen.pk, MAY) is None


def test_where_a_team_has_no_lead_its_people_report_to_the_lead_above():
    company = team("Company")
    region = team("Region", company)
    shen, lin = person("Shen", company), person("Lin", region)
    lead(company, shen)
    assert queries.manager_of(lin.pk, MAY) == shen


def test_a_new_lead_leads_from_the_day_and_the_old_one_until_then():
    company = team("Company")
    chen, wu, lin = (person(name, company) for name in ("Chen", "Wu", "Lin"))
    lead(company, chen)
    lead(company, wu, MAY)
    assert queries.manager_of(lin.pk, MAY - dt.timedelta(days=1)) == chen
    assert queries.manager_of(lin.pk, MAY) == wu


def test_only_those_who_organise_change_teams():
    cast = assemble()
    for user in (cast.rep_lin, cast.manager_chen, cast.executive_qiu, cast.marketing_yu):
        with refuses("kernel.forbidden"):
            services.create_team(actor=Cast.actor(user), name="Mine", on=MAY)
    assert services.create_team(actor=Cast.actor(cast.hr_fang), name="New", on=MAY).pk


def test_a_team_named_otherwise_by_two_at_once_tells_the_second():
    north = team("North")
    services.change_team(actor=SYSTEM, team_id=north.pk, name="Nord", kind=north.kind, expected_version=1)
    with refuses("kernel.changed_meanwhile"):
        services.change_team(actor=SYSTEM, team_id=north.pk, name="Norden", kind=north.kind, expected_version=1)


def test_the_team_at_another_office_keeps_its_parent():
    company = team("Company")
    office = services.create_office(actor=SYSTEM, name="Hsinchu")
    _move(company, None, MAY, office_id=office.pk)
    assert TeamPlacement.objects.as_of(MAY).get(team=company).office == office
    with refuses("people.office_has_history"):
        services.remove_office(actor=SYSTEM, office_id=office.pk)
