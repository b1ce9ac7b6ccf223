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
        services.enter_leave(actor=actor(cast.manager_chen), employee_id=own, kind="sick", valid_from=MARCH)
    with refuses("people.not_your_person"):
        enter(cast, actor(cast.manager_wu), start=MARCH + dt.timedelta(days=30))


def test_a_representative_enters_no_leave(cast: Cast) -> None:
    with refuses("kernel.forbidden"):
        enter(cast, actor(cast.rep_lin))


def test_hr_enters_leave_for_everybody(cast: Cast) -> None:
    assert enter(cast, actor(cast.hr_fang)).pk
    own = Cast.employee(cast.hr_fang).pk
    assert services.enter_leave(actor=actor(cast.hr_fang), employee_id=own, kind="sick", valid_from=MARCH).pk


def test_nobody_changes_or_withdraws_his_own_leave(cast: Cast) -> None:
    row = enter(cast)
    with refuses("kernel.forbidden"):
        services.withdraw_leave(actor=actor(cast.rep_lin), leave_id=row.pk)
    chens = services.enter_leave(
        actor=SYSTEM, employee_id=Cast.employee(cast.manager_chen).pk, kind="sick", valid_from=MARCH
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


def test_annual_leave_has_a_last_day_and_other_leave_need_not(cast: Cast, lin: int, client) -> None:
    with refuses("people.leave_without_end"):
        enter(cast, kind="annual", valid_to=None)
    client.force_login(cast.manager_chen)
    sent = {"kind": "annual", "valid_from": "2031-03-03", "last_on": "", "lowers_target": "usual"}
    refused = client.post(f"/people/employees/{lin}/leave-days/", sent)
    assert refused.status_code == 422
    assert "Annual leave has a last day. Fill it in" in refused.content.decode()
    row = enter(cast, kind="parental", valid_to=None)
    with refuses("people.leave_without_end"):
        services.change_leave(
            actor=SYSTEM, leave_id=row.pk, kind="annual", valid_from=MARCH, valid_to=None, lowers_target=False
        )


def test_leave_ends_with_the_employment(cast: Cast, lin: int) -> None:
    past, across = enter(cast, start=MARCH), enter(cast, start=MARCH + dt.timedelta(days=10), valid_to=None)
    last = MARCH + dt.timedelta(days=12)
    later = services.change_leave(
        actor=SYSTEM, leave_id=across.pk, kind="sick", valid_from=across.valid_from, valid_to=None, lowers_target=True
    )
    assert later.valid_to is None
    services.leave_employee(actor=SYSTEM, employee_id=lin, left_on=last, receivers={})
    assert list(Leave.objects.order_by("valid_from").values_list("pk", "valid_to")) == [
        (past.pk, past.valid_to),
        (across.pk, last),
    ]
    with refuses("people.not_employed"):
        enter(cast, start=MARCH + dt.timedelta(days=6), valid_to=last + dt.timedelta(days=1))
    with refuses("people.not_employed"):
        enter(cast, start=last)
    assert enter(cast, start=MARCH + dt.timedelta(days=6), valid_to=MARCH + dt.timedelta(days=9)).pk


def test_leave_planned_after_the_last_day_is_withdrawn_with_the_departure(cast: Cast, lin: int) -> None:
    enter(cast)
    services.leave_employee(actor=SYSTEM, employee_id=lin, left_on=MARCH, receivers={})
    assert not Leave.objects.filter(employee_id=lin).exists()


def test_days_away_are_cut_to_the_days_asked_about(cast: Cast, lin: int) -> None:
    enter(cast, days=30)
    found = queries.away_between(MARCH + dt.timedelta(days=10), MARCH + dt.timedelta(days=20))
    assert found == {lin: [queries.Span(MARCH + dt.timedelta(days=10), MARCH + dt.timedelta(days=20))]}
