import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadre.kernel.access import SYSTEM
from cadre.people import queries, services
from tests.support import deals
from tests.support.cast import Cast, assemble
from tests.support.company import lead, person, team
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _chart(user, **rest):
    return queries.org_chart(Cast.actor(user), TODAY, **rest)


def _node(chart, name):
    return next(node for node in chart.nodes if node.name == name)


def test_the_chart_shows_leads_above_and_members_in_their_teams(cast):
    chart = _chart(cast.director_shen)
    assert [root.name for root in chart.roots] == ["Company"]
    north = _node(chart, "North")
    assert north.lead.name == "Chen Manager"
    assert [member.name for member in north.members] == ["Gao Rep", "Lin Rep"]
    assert chart.roots[0].headcount == 4
    assert chart.roots[0].leads_below == 2


def test_nobody_stands_twice_in_the_chart_and_nobody_is_missing(cast):
    chart = _chart(cast.director_shen)
    shown = [p.id for node in chart.nodes for p in [*node.members, *([node.lead] if node.lead else [])]]
    shown += [p.id for p in chart.unplaced]
    assert len(shown) == len(set(shown)) == chart.people == 13


def test_the_chart_of_a_past_day_is_the_organisation_of_that_day(cast):
    lin = Cast.employee(cast.rep_lin)
    south = queries.teams(SYSTEM).get(name="South")
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=TODAY)
    before = queries.org_chart(SYSTEM, TODAY - dt.timedelta(days=1))
    assert "Lin Rep" in {m.name for m in _node(before, "North").members}
    assert "Lin Rep" in {m.name for m in _node(_chart(cast.director_shen), "South").members}


def test_the_load_beside_a_name_is_shown_to_those_who_see_the_deals(cast):
    deals.deal(cast.rep_lin, engaged_on=TODAY)
    chart = _chart(cast.director_shen)
    north = _node(chart, "North")
    assert [(m.name, m.value) for m in north.members] == [("Gao Rep", 0), ("Lin Rep", 1)]
    assert (north.total, north.bearers, north.average, north.heaviest.name) == (1, 1, 1, "Lin Rep")
    for user, seen in ((cast.rep_gao, [0, None]), (cast.manager_wu, [None, None]), (cast.hr_fang, [None, None])):
        assert [m.value for m in _node(_chart(user), "North").members] == seen


def test_the_chart_takes_as_many_queries_for_many_people_as_for_few(cast):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as few:
            queries.org_chart(SYSTEM, TODAY)
        return len(few)

    few = counted()
    company = queries.teams(SYSTEM).get(name="Company")
    for n in range(5):
        new = team(f"Team {n}", company)
        lead(new, person(f"Lead {n}", new))
        for m in range(4):
            person(f"Rep {n}.{m}", new)
    assert counted() == few <= 7


def test_planned_changes_are_listed_by_day(cast):
    south = queries.teams(SYSTEM).get(name="South")
    lin, gao = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao)
    later = [TODAY + dt.timedelta(days=n) for n in (10, 20, 30)]
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=later[0])
    person("Yeh", south, later[1])
    services.leave_employee(actor=SYSTEM, employee_id=gao.pk, left_on=later[2], receivers={})
    told = [(m.on, m.text) for m in queries.coming_movements(TODAY)]
    assert told == [
        (later[0], "Lin Rep moves from North to South"),
        (later[1], "Yeh joins South"),
        (later[2], "Gao Rep leaves the company"),
    ]


def test_the_directory_tells_team_office_and_position_of_the_day(cast):
    row = queries.employees(Cast.actor(cast.rep_hsu), TODAY).get(name="Lin Rep")
    assert (row.team_name, row.office_name) == ("North", "North Office")


def test_a_territory_changes_owner_on_its_day_and_remembers_the_former(cast):
    lin, gao = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao)
    hsinchu = services.create_territory(actor=SYSTEM, name="Hsinchu", on=dt.date(2026, 1, 1), owner_id=lin.pk)
    services.assign_territory(actor=SYSTEM, territory_id=hsinchu.pk, employee_id=gao.pk, on=TODAY)

    def owner(on):
        return queries.territories(SYSTEM, on).get(pk=hsinchu.pk).owner_name

    assert [owner(TODAY - dt.timedelta(days=1)), owner(TODAY)] == ["Lin Rep", "Gao Rep"]
    with refuses("people.territory_owned"):
        services.remove_territory(actor=SYSTEM, territory_id=hsinchu.pk)
