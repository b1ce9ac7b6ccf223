"""Leave: entered from above, never twice for a day, and nobody's business but those who need to know."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.problems import Problems
from cadre.people import queries, services
from cadre.people.models import Leave
from tests.support.cast import Cast, assemble
from tests.support.deals import actor
from tests.support.refusals import refuses

MARCH = dt.date(2031, 3, 3)


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def lin(cast: Cast) -> int:
    return Cast.employee(cast.rep_lin).pk


def enter(cast: Cast, by=None, days: int = 5, start: dt.date = MARCH, **fields) -> Leave:
    given = {"kind": "sick", "valid_from": start, "valid_to": start + dt.timedelta(days=days)} | fields
    return services.enter_leave(actor=by or SYSTEM, employee_id=Cast.employee(cast.rep_lin).pk, **given)


def test_a_manager_enters_leave_of_his_people_and_never_his_own(cast: Cast, lin: int) -> None:
    assert enter(cast, actor(cast.manager_chen)).employee_id == lin
    own = Cast.employee(cast.manager_chen).pk
    with refuses("people.own_leave"):
        services.enter_leave(actor=actor(cast.manager_chen), employee_id=own, kind="annual", valid_from=MARCH)
    with refuses("people.not_your_person"):
        enter(cast, actor(cast.manager_wu), start=MARCH + dt.timedelta(days=30))


def test_a_representative_enters_no_leave(cast: Cast) -> None:
    with refuses("kernel.forbidden"):
        enter(cast, actor(cast.rep_lin))


def test_hr_enters_leave_for_everybody(cast: Cast) -> None:
    assert enter(cast, actor(cast.hr_fang)).pk
    own = Cast.employee(cast.hr_fang).pk
    assert services.enter_leave(actor=actor(cast.hr_fang), employee_id=own, kind="annual", valid_from=MARCH).pk


def test_nobody_changes_or_withdraws_his_own_leave(cast: Cast) -> None:
    row = enter(cast)
    with refuses("kernel.forbidden"):
        services.withdraw_leave(actor=actor(cast.rep_lin), leave_id=row.pk)
    chens = services.enter_leave(
        actor=SYSTEM, employee_id=Cast.employee(cast.manager_chen).pk, kind="annual", valid_from=MARCH
    )
    with refuses("people.own_leave"):
        services.withdraw_leave(actor=actor(cast.manager_chen), leave_id=chens.pk)
    services.withdraw_leave(actor=actor(cast.manager_chen), leave_id=row.pk)
    assert not Leave.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("shift", [-2, 0, 4])
def test_two_leaves_of_one_person_never_overlap(cast: Cast, shift: int) -> None:
    enter(cast)
    with pytest.raises(Problems) as refused:
        enter(cast, start=MARCH + dt.timedelta(days=shift))
    assert [problem.field for problem in refused.value.problems] == ["valid_from"]


def test_the_database_refuses_overlapping_leave_too(cast: Cast, lin: int) -> None:
    enter(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(employee_id=lin, valid_from=MARCH + dt.timedelta(days=1))


def test_leave_that_follows_at_once_does_not_overlap(cast: Cast) -> None:
    enter(cast)
    assert enter(cast, start=MARCH + dt.timedelta(days=5)).pk


def test_every_leave_but_annual_leave_lowers_the_target_unless_said_otherwise(cast: Cast) -> None:
    rows = [enter(cast, kind=kind, start=MARCH + dt.timedelta(days=10 * n)) for n, kind in enumerate(Leave.Kind.values)]
    assert [row.kind for row in rows if not row.lowers_target] == ["annual"]
    assert enter(cast, kind="annual", start=MARCH + dt.timedelta(days=90), lowers_target=True).lowers_target


def test_a_colleague_learns_the_days_and_not_the_reason(cast: Cast, lin: int) -> None:
    today = clock.today()
    enter(cast, start=today - dt.timedelta(days=20), note="A bad back")
    enter(cast, start=today, note="A bad back")
    gao, chen = (queries.away_of(actor(user), lin, today) for user in (cast.rep_gao, cast.manager_chen))
    assert [(one.start, one.kind, one.note) for one in gao] == [(today, "", "")]
    assert [one.note for one in chen] == ["A bad back", "A bad back"]
    assert list(queries.leaves(actor(cast.rep_gao))) == []
    assert queries.leaves(actor(cast.rep_lin)).count() == 2


def test_the_page_of_a_colleague_says_away_and_no_more(cast: Cast, lin: int, client) -> None:
    enter(cast, start=clock.today(), note="Quixotic ailment")
    shown = {}
    for name in ("rep_gao", "rep_lin", "manager_chen"):
        client.force_login(getattr(cast, name))
        shown[name] = client.get(f"/people/employees/{lin}/").content.decode()
    assert "Quixotic ailment" not in shown["rep_gao"]
    assert "Sick leave" not in shown["rep_gao"]
    assert "Away" in shown["rep_gao"]
    assert all("Quixotic ailment" in shown[name] for name in ("rep_lin", "manager_chen"))


def test_the_form_takes_the_last_day_away(cast: Cast, lin: int, client) -> None:
    client.force_login(cast.manager_chen)
    sent = {"kind": "annual", "valid_from": "2031-03-03", "last_on": "2031-03-07", "lowers_target": "yes"}
    assert client.post(f"/people/employees/{lin}/leave-days/", sent).status_code == 302
    row = Leave.objects.get(employee_id=lin)
    assert (row.valid_from, row.valid_to, row.lowers_target) == (MARCH, dt.date(2031, 3, 8), True)
    sent |= {"last_on": "2031-03-03", "version": row.version, "lowers_target": "no"}
    assert client.post(f"/people/leave-days/{row.pk}/", sent).status_code == 302
    row.refresh_from_db()
    assert (row.valid_to, row.lowers_target) == (dt.date(2031, 3, 4), False)


def test_days_away_are_cut_to_the_days_asked_about(cast: Cast, lin: int) -> None:
    enter(cast, days=30)
    found = queries.away_between(MARCH + dt.timedelta(days=10), MARCH + dt.timedelta(days=20))
    assert found == {lin: [queries.Span(MARCH + dt.timedelta(days=10), MARCH + dt.timedelta(days=20))]}
