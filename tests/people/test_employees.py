import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cadre.kernel.access import SYSTEM, Role
from cadre.kernel.integrity import problem_of
from cadre.kernel.models import AuditEntry, User
from cadre.kernel.problems import Problems
from cadre.people import queries, services
from cadre.people.models import Assignment, Employee, JobFamily
from tests.support.cast import Cast, assemble
from tests.support.company import person, team
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
MAY, JULY = dt.date(2026, 5, 15), dt.date(2026, 7, 1)
DAY = dt.timedelta(days=1)


def _team_of(who, on):
    return queries.organisation_on(on).teams.get(who.pk)


def test_a_joiner_belongs_to_his_team_from_his_first_day():
    north = team("North")
    lin = person("Lin", north, MAY)
    assert _team_of(lin, MAY - DAY) is None
    assert _team_of(lin, MAY) == north.pk


def test_a_joiner_gets_his_sign_in_in_the_same_step_and_no_one_knows_its_password():
    cast = assemble()
    north = queries.teams(SYSTEM).get(name="North")
    lin = services.join_employee(
        actor=Cast.actor(cast.hr_fang),
        name="New Lin",
        email="new.lin@test.example",
        hired_on=MAY,
        team_id=north.pk,
        roles=[Role.REP],
    )
    assert lin.user.roles == ["rep"]
    assert not lin.user.has_usable_password()
    assert "password" not in AuditEntry.objects.filter(model="kernel.user").latest("id").fields


def test_nobody_joins_with_roles_that_the_one_who_takes_him_in_may_not_give():
    cast = assemble()
    north = queries.teams(SYSTEM).get(name="North")
    joiner = {"name": "New", "email": "new@test.example", "hired_on": MAY, "team_id": north.pk}
    with refuses("people.role_not_yours"):
        services.join_employee(actor=Cast.actor(cast.hr_fang), roles=["administrator"], **joiner)
    with refuses("kernel.forbidden"):
        services.join_employee(actor=Cast.actor(cast.director_shen), roles=["rep"], **joiner)
    assert not Employee.objects.filter(name="New").exists()
    assert not User.objects.filter(email="new@test.example").exists()


def test_nobody_joins_a_team_that_is_closed_or_will_close():
    company = team("Company")
    old = team("Old", company)
    services.close_team(actor=SYSTEM, team_id=old.pk, on=JULY)
    with refuses("people.team_closed"):
        person("Lin", old, JULY)
    with refuses("people.team_closed"):
        person("Lin", old, MAY)


def test_a_mover_counts_in_the_old_team_before_the_day_and_in_the_new_one_after():
    north, south = team("North"), team("South")
    lin = person("Lin", north)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=MAY)
    assert _team_of(lin, MAY - DAY) == north.pk
    assert _team_of(lin, MAY) == south.pk


def test_a_move_back_in_time_lasts_until_the_move_that_followed():
    north, south, east = team("North"), team("South"), team("East")
    lin = person("Lin", north)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=JULY)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=east.pk, on=MAY)
    assert [_team_of(lin, day) for day in (MAY - DAY, MAY, JULY - DAY, JULY)] == [
        north.pk,
        east.pk,
        east.pk,
        south.pk,
    ]


def test_moving_to_where_one_already_is_changes_nothing():
    north = team("North")
    lin = person("Lin", north)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=north.pk, on=MAY)
    assert Assignment.objects.filter(employee=lin).count() == 1


def test_nobody_moves_before_he_joined():
    north, south = team("North"), team("South")
    lin = person("Lin", north, MAY)
    with refuses("people.not_employed"):
        services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=MAY - DAY)


def test_what_a_manager_sees_follows_the_move_on_the_day():
    cast = assemble()
    lin = Cast.employee(cast.rep_lin)
    south = queries.teams(SYSTEM).get(name="South")
    chen, wu = Cast.employee(cast.manager_chen), Cast.employee(cast.manager_wu)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=south.pk, on=MAY)

    def below(manager, on):
        return set(queries.employees_below(manager.pk, on).values_list("pk", flat=True))

    seen = [lin.pk in below(who, on) for who in (chen, wu) for on in (MAY - DAY, MAY)]
    assert seen == [True, False, False, True]


def test_a_dotted_line_informs_but_does_not_widen_what_the_other_sees():
    cast = assemble()
    lin, wu = Cast.employee(cast.rep_lin), Cast.employee(cast.manager_wu)
    services.draw_dotted_line(actor=SYSTEM, employee_id=lin.pk, manager_id=wu.pk, on=MAY, reason="Industry")
    assert [line.manager for line in queries.dotted_lines_of(lin.pk, MAY)] == [wu]
    assert lin.pk not in set(queries.employees_below(wu.pk, MAY).values_list("pk", flat=True))
    assert queries.manager_of(lin.pk, MAY) == Cast.employee(cast.manager_chen)


def test_reps_managers_and_executives_move_nobody():
    cast = assemble()
    lin = Cast.employee(cast.rep_lin)
    for user in (cast.rep_lin, cast.manager_chen, cast.executive_qiu, cast.service_bao):
        with refuses("kernel.forbidden"):
            services.move_employee(actor=Cast.actor(user), employee_id=lin.pk, team_id=1, on=MAY)


def test_an_address_belongs_to_one_person_however_it_is_spelt_and_the_field_says_so():
    north = team("North")
    lin = person("Lin", north, email="lin@test.example")
    with pytest.raises(Problems) as refused:
        person("Lin again", north, email=" LIN@test.example ")
    assert [(one.code, one.field) for one in refused.value.problems] == [("people.email_taken", "email")]
    hu = person("Hu", north)
    person("Wei", north)
    with refuses("people.email_taken"):
        services.change_employee(actor=SYSTEM, employee_id=hu.pk, name="Hu", email="Lin@test.example")
    services.change_employee(actor=SYSTEM, employee_id=lin.pk, name="Lin", email="Lin@test.example")
    assert Employee.objects.get(pk=lin.pk).email == "Lin@test.example"


def test_a_sign_in_with_an_address_in_use_is_refused_at_its_field():
    cast = assemble()
    with pytest.raises(Problems) as refused:
        services.create_sign_in(
            actor=SYSTEM, email=cast.rep_lin.email.upper(), name="Lin again", roles=[Role.REP], language="en"
        )
    assert [one.field for one in refused.value.problems] == ["email"]


def test_drawing_a_dotted_line_holds_the_person_so_that_a_second_one_waits():
    north = team("North")
    lin, wu = person("Lin", north), person("Wu", north)
    with CaptureQueriesContext(connection) as asked:
        services.draw_dotted_line(actor=SYSTEM, employee_id=lin.pk, manager_id=wu.pk, on=MAY)
    if connection.vendor == "postgresql":
        words = [query["sql"] for query in asked]
        held = next(n for n, sql in enumerate(words) if "FOR UPDATE" in sql and "people_employee" in sql)
        assert held < next(n for n, sql in enumerate(words) if 'FROM "people_dottedline"' in sql)
    with refuses("people.line_drawn"):
        services.draw_dotted_line(actor=SYSTEM, employee_id=lin.pk, manager_id=wu.pk, on=MAY)


def test_the_table_itself_keeps_an_address_to_one_person_and_a_name_on_the_ladder_to_one_part():
    north = team("North")
    person("Lin", north, email="lin@test.example")
    person("Nobody's", north)
    person("Nobody's either", north)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Employee.objects.create(name="Other", email="LIN@test.example")
    assert problem_of(refused.value).field == "email"
    services.create_job_family(actor=SYSTEM, name="Partners")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        JobFamily.objects.create(key="other", own_name="PARTNERS")
    assert problem_of(refused.value).field == "own_name"
