"""The ladder: named, ordered, retired; and who holds which position on a day."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.people import queries, services
from cadre.people.models import Assignment, JobFamily, JobLevel, Position, Team
from cadre.people.rules.ranks import HIGHEST, ranks_after
from tests.support.cast import Cast, assemble
from tests.support.refusals import refuses

DAY = dt.timedelta(days=1)
ladders = st.lists(st.integers(0, 300), min_size=1, max_size=25, unique=True)


@given(ladders, st.data())
def test_a_part_of_the_ladder_comes_right_after_the_one_named_and_no_rank_is_used_twice(ranks, data):
    line = sorted(ranks)
    others = list(enumerate(line, 1))
    after = data.draw(st.sampled_from([None, *[pk for pk, _rank in others]]))
    changed = ranks_after(others, 99, after)
    full = dict(others) | changed
    order = sorted(full, key=lambda pk: full[pk])
    assert len(set(full.values())) == len(full)
    expected = [pk for pk, _rank in others]
    expected.insert(0 if after is None else after, 99)
    assert order == expected
    assert all(0 <= rank <= HIGHEST for rank in full.values())
    # Numbered anew, none takes a rank that another still has while the rows are written one by one
    assert len(changed) == 1 or set(changed.values()).isdisjoint(line)


@pytest.fixture
def cast(db) -> Cast:
    return assemble()


@pytest.fixture
def manager() -> Position:
    return Position.objects.get(key="sales-manager")


def test_the_shipped_ladder_has_the_books_families_and_levels_in_their_order(db):
    assert [row.key for row in queries.job_families(SYSTEM)] == ["sales", "presales", "success", "analysis", "expert"]
    levels = ["representative", "senior", "supervisor", "manager", "director"]
    assert [row.key for row in queries.job_levels(SYSTEM)] == levels
    assert all(Position.objects.filter(family=family).exists() for family in JobFamily.objects.all())


def test_a_level_moves_between_two_others_and_stays_there(db):
    made = services.create_job_level(actor=SYSTEM, name="Team captain")
    assert queries.job_levels(SYSTEM).last() == made
    below = JobLevel.objects.get(key="senior")
    services.place_job_level(actor=SYSTEM, level_id=made.pk, after_id=below.pk)
    keys = [row.key for row in queries.job_levels(SYSTEM)]
    assert keys.index("team-captain") == keys.index("senior") + 1
    services.place_job_level(actor=SYSTEM, level_id=made.pk, after_id=None)
    assert next(row.key for row in queries.job_levels(SYSTEM)) == "team-captain"
    with refuses("kernel.not_found"):
        services.place_job_level(actor=SYSTEM, level_id=made.pk, after_id=987_654)


def test_a_name_stands_once_on_the_ladder(db):
    with refuses("people.ladder_name_taken"):
        services.create_job_family(actor=SYSTEM, name=" presales ")


def test_a_shipped_name_comes_back_when_the_own_one_is_cleared_and_an_own_part_needs_its_name(db):
    sales = JobFamily.objects.get(key="sales")
    services.change_job_family(actor=SYSTEM, family_id=sales.pk, name="Field force")
    assert JobFamily.objects.get(pk=sales.pk).name == "Field force"
    services.change_job_family(actor=SYSTEM, family_id=sales.pk, name="")
    assert JobFamily.objects.get(pk=sales.pk).own_name == ""
    own = services.create_job_family(actor=SYSTEM, name="Channel")
    with refuses("kernel.invalid"):
        services.change_job_family(actor=SYSTEM, family_id=own.pk, name=" ")


def test_a_retired_position_is_given_to_nobody_new_and_kept_by_who_holds_it(cast, manager):
    today = clock.today()
    services.retire_position(actor=SYSTEM, position_id=manager.pk, on=today)
    north = Team.objects.get(name="North")
    lin, chen = Cast.employee(cast.rep_lin), Cast.employee(cast.manager_chen)
    with refuses("people.ladder_retired"):
        services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=north.pk, on=today, position_id=manager.pk)
    with refuses("people.ladder_retired"):
        services.join_employee(actor=SYSTEM, name="New", hired_on=today, team_id=north.pk, position_id=manager.pk)
    south = Team.objects.get(name="South")
    services.move_employee(actor=SYSTEM, employee_id=chen.pk, team_id=south.pk, on=today, position_id=manager.pk)
    assert Assignment.objects.as_of(today).get(employee=chen).position == manager
    services.restore_position(actor=SYSTEM, position_id=manager.pk)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=north.pk, on=today, position_id=manager.pk)


def test_a_position_that_retires_later_is_still_given_until_then(cast, manager):
    later = clock.today() + 30 * DAY
    services.retire_position(actor=SYSTEM, position_id=manager.pk, on=later)
    north, lin = Team.objects.get(name="North"), Cast.employee(cast.rep_lin)
    services.move_employee(actor=SYSTEM, employee_id=lin.pk, team_id=north.pk, on=clock.today(), position_id=manager.pk)
    assert Assignment.objects.as_of(later).get(employee=lin).position == manager


def test_a_family_retires_after_its_positions_and_names_those_that_are_left(db):
    family = JobFamily.objects.get(key="presales")
    with refuses("people.ladder_in_use"):
        services.retire_job_family(actor=SYSTEM, family_id=family.pk, on=clock.today())
    position = Position.objects.get(family=family)
    services.retire_position(actor=SYSTEM, position_id=position.pk, on=clock.today())
    services.retire_job_family(actor=SYSTEM, family_id=family.pk, on=clock.today())
    with refuses("people.ladder_retired"):
        services.restore_position(actor=SYSTEM, position_id=position.pk)
    with refuses("people.ladder_retired"):
        services.create_position(actor=SYSTEM, name="X", family_id=family.pk, level_id=position.level_id)


def test_who_holds_a_position_depends_on_the_day(cast, manager):
    today, lin = clock.today(), Cast.employee(cast.rep_lin)
    services.move_employee(
        actor=SYSTEM,
        employee_id=lin.pk,
        team_id=Team.objects.get(name="North").pk,
        on=today + DAY,
        position_id=manager.pk,
    )
    assert lin.pk not in [row.employee_id for row in queries.holders_of(manager.pk, today)]
    assert lin.pk in [row.employee_id for row in queries.holders_of(manager.pk, today + DAY)]
    before, after = queries.ladder(SYSTEM, today), queries.ladder(SYSTEM, today + DAY)
    assert before.held == after.held
    holders = {position.key: position.holders for position in after.positions}
    assert holders["sales-manager"] == queries.holders_by_position(today)[manager.pk] + 1


def test_hr_orders_the_ladder_on_its_page(cast):
    client = Client()
    client.force_login(cast.hr_fang, backend="django.contrib.auth.backends.ModelBackend")
    level = JobLevel.objects.get(key="representative")
    assert client.post(reverse("people:job-level-place", args=[level.pk]) + "?to=up").status_code == 302
    assert [row.key for row in queries.job_levels(SYSTEM)][:2] == ["senior", "representative"]
    client.post(reverse("people:job-level-place", args=[level.pk]) + "?to=down")
    client.post(reverse("people:job-level-place", args=[level.pk]) + "?to=down")
    assert [row.key for row in queries.job_levels(SYSTEM)][:2] == ["representative", "senior"]
    made = client.post(
        reverse("people:position-create"),
        {"name": "Bid manager", "family_id": JobFamily.objects.get(key="presales").pk, "level_id": level.pk},
    )
    assert made.status_code == 302
    page = client.get(made["Location"])
    assert "Bid manager" in page.content.decode()
