import datetime as dt

import pytest
import time_machine
from django.test import Client

from cadre.crm.models import Account, Activity, Opportunity
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import ApiToken, AuditEntry, OutboxEvent, SearchName
from cadre.people import queries, services
from cadre.people.models import Assignment, EarlierEmployment, Employee, Handover, TeamLead, TerritoryOwner
from cadre.people.tasks import carry_out_due_handovers
from tests.support import deals
from tests.support.cast import BEGIN, PASSWORD, Cast, assemble
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _leave(user, on, receivers=None, **rest):
    employee = Cast.employee(user)
    return services.leave_employee(actor=SYSTEM, employee_id=employee.pk, left_on=on, receivers=receivers or {}, **rest)


def _everything_to(user, receiver, on):
    owned = queries.owned_by(Cast.employee(user).pk, on)
    return {part.key: Cast.employee(receiver).pk for part in owned}


def _busy(user):
    """Somebody who owns something of every kind."""
    account = deals.account(user, "Cancity")
    deal = deals.deal(user, where=account)
    second = deals.deal(user, where=account)
    from cadre.crm.services import record_activity

    record_activity(
        actor=Cast.actor(user), kind="call", subject="Ring up", opportunity_id=deal.pk, at=clock.now() + 3 * DAY
    )
    territory = services.create_territory(actor=SYSTEM, name="Hsinchu", on=BEGIN, owner_id=Cast.employee(user).pk)
    return account, [deal, second], territory


def test_a_leaver_for_whom_nobody_takes_over_is_refused_with_the_counts(cast):
    _busy(cast.rep_lin)
    with pytest.raises(Exception, match="left_over") as refused:
        _leave(cast.rep_lin, clock.today())
    told = str(refused.value)
    assert "Accounts (1)" in told
    assert "Open opportunities (2)" in told
    assert "Planned activities (1)" in told
    assert "Territories (1)" in told
    assert Cast.employee(cast.rep_lin).left_on is None


def test_everything_a_leaver_owned_has_another_owner_afterwards(cast):
    account, _both, territory = _busy(cast.rep_lin)
    today = clock.today()
    handover = _leave(cast.rep_lin, today, _everything_to(cast.rep_lin, cast.rep_gao, today))
    lin, gao = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao)
    assert queries.owned_by(lin.pk, today) == []
    assert Account.objects.get(pk=account.pk).owner == gao
    assert set(Opportunity.objects.values_list("owner", flat=True)) == {gao.pk}
    assert Activity.objects.get(subject="Ring up").employee == gao
    assert TerritoryOwner.objects.as_of(today).get(territory=territory).employee == gao
    assert TerritoryOwner.objects.as_of(today - DAY).get(territory=territory).employee == lin
    assert handover.moved == {"crm.accounts": 1, "crm.opportunities": 2, "crm.activities": 1, "people.territories": 1}
    assert handover.done_at is not None


def test_the_new_owner_finds_in_search_what_was_handed_over(cast):
    _busy(cast.rep_lin)
    today = clock.today()
    _leave(cast.rep_lin, today, _everything_to(cast.rep_lin, cast.rep_gao, today))
    owners = SearchName.objects.filter(kind__in=["crm.account", "crm.opportunity"]).values_list("owner_id", flat=True)
    assert set(owners) == {Cast.employee(cast.rep_gao).pk}


def test_closed_deals_stay_with_the_one_who_closed_them(cast):
    today = clock.today()
    closed = deals.won(cast.rep_lin, amount_minor=100, closed_on=today - 9 * DAY)
    _leave(cast.rep_lin, today, _everything_to(cast.rep_lin, cast.rep_gao, today))
    assert Opportunity.objects.get(pk=closed.pk).owner == Cast.employee(cast.rep_lin)


def test_access_ends_at_once_with_sessions_and_tokens(cast):
    client = Client()
    client.force_login(cast.rep_lin, backend="django.contrib.auth.backends.ModelBackend")
    assert "_auth_user_id" in client.session
    ApiToken.objects.create(user=cast.rep_lin, label="script", digest="0" * 64)
    _leave(cast.rep_lin, clock.today())
    cast.rep_lin.refresh_from_db()
    assert not cast.rep_lin.is_active
    assert "_auth_user_id" not in Client(cookies=client.cookies).session
    assert not client.session.exists(client.session.session_key)
    assert ApiToken.objects.get().revoked_at is not None


def test_a_planned_departure_keeps_access_and_deals_until_the_day_and_then_takes_them_along(cast):
    _busy(cast.rep_lin)
    on = clock.today() + 14 * DAY
    handover = _leave(cast.rep_lin, on, _everything_to(cast.rep_lin, cast.rep_gao, on))
    lin, gao = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao)
    assert handover.done_at is None
    assert cast.rep_lin.is_active
    deals.deal(cast.rep_lin, where=Account.objects.get())
    assert carry_out_due_handovers.call() == 0
    with time_machine.travel(dt.datetime.combine(on, dt.time(9), dt.UTC)):
        assert carry_out_due_handovers.call() == 1
        assert carry_out_due_handovers.call() == 0
    cast.rep_lin.refresh_from_db()
    assert not cast.rep_lin.is_active
    assert queries.owned_by(lin.pk, on) == []
    assert Opportunity.objects.filter(owner=gao).count() == 3


def test_access_can_end_before_the_last_day(cast):
    _leave(cast.rep_lin, clock.today() + 30 * DAY, end_access_now=True)
    cast.rep_lin.refresh_from_db()
    assert not cast.rep_lin.is_active
    assert Cast.employee(cast.rep_lin).is_employed_on(clock.today())


def test_on_the_day_the_manager_takes_over_from_a_receiver_who_has_left_too(cast):
    _busy(cast.rep_lin)
    on = clock.today() + 14 * DAY
    _leave(cast.rep_lin, on, _everything_to(cast.rep_lin, cast.rep_gao, on))
    moved_on = _everything_to(cast.rep_gao, cast.rep_hsu, clock.today() + DAY)
    _leave(cast.rep_gao, clock.today() + DAY, moved_on)
    with time_machine.travel(dt.datetime.combine(on, dt.time(9), dt.UTC)):
        assert carry_out_due_handovers.call() == 2
    chen = Cast.employee(cast.manager_chen)
    assert Account.objects.get().owner == chen


def test_a_leaving_lead_hands_over_the_team_so_that_its_people_have_a_manager(cast):
    on = clock.today() + 10 * DAY
    with refuses("people.left_over"):
        _leave(cast.manager_chen, on)
    _leave(cast.manager_chen, on, {"people.teams_led": Cast.employee(cast.rep_gao).pk})
    lin = Cast.employee(cast.rep_lin)
    assert queries.manager_of(lin.pk, on - DAY) == Cast.employee(cast.manager_chen)
    assert queries.manager_of(lin.pk, on) == Cast.employee(cast.rep_gao)


def test_a_receiver_must_belong_to_the_company_and_not_be_the_leaver(cast):
    deals.account(cast.rep_lin)
    today = clock.today()
    with refuses("people.wrong_receiver"):
        _leave(cast.rep_lin, today, _everything_to(cast.rep_lin, cast.rep_lin, today))
    _leave(cast.rep_gao, today)
    with refuses("people.wrong_receiver"):
        _leave(cast.rep_lin, today, _everything_to(cast.rep_lin, cast.rep_gao, today))


def test_nobody_leaves_twice_and_a_planned_departure_can_be_withdrawn(cast):
    on = clock.today() + 10 * DAY
    _leave(cast.rep_lin, on)
    with refuses("people.already_leaving"):
        _leave(cast.rep_lin, on)
    lin = services.withdraw_departure(actor=SYSTEM, employee_id=Cast.employee(cast.rep_lin).pk)
    assert lin.left_on is None
    assert queries.manager_of(lin.pk, on + DAY) == Cast.employee(cast.manager_chen)
    assert not Handover.objects.exists()
    with refuses("people.not_leaving"):
        services.withdraw_departure(actor=SYSTEM, employee_id=lin.pk)


def test_one_who_left_no_longer_counts_and_one_who_came_back_counts_again_but_not_in_between(cast):
    today = clock.today()
    _leave(cast.rep_lin, today - 100 * DAY)
    lin = Cast.employee(cast.rep_lin)
    north = queries.teams(SYSTEM).get(name="North")
    with refuses("people.too_early"):
        services.rehire_employee(actor=SYSTEM, employee_id=lin.pk, on=today - 101 * DAY, team_id=north.pk)
    services.rehire_employee(actor=SYSTEM, employee_id=lin.pk, on=today, team_id=north.pk)

    def counts(day):
        return Employee.objects.employed_on(day).filter(pk=lin.pk).exists()

    assert [counts(today - 101 * DAY), counts(today - 50 * DAY), counts(today)] == [True, False, True]
    assert EarlierEmployment.objects.get().valid_from == BEGIN
    assert Assignment.objects.filter(employee=lin).count() == 2
    cast.rep_lin.refresh_from_db()
    assert not cast.rep_lin.is_active


def test_coming_back_with_access_needs_one_who_may_give_those_roles(cast):
    today = clock.today()
    shen = Cast.employee(cast.director_shen)
    gao = Cast.employee(cast.rep_gao).pk
    _leave(cast.director_shen, today, dict.fromkeys(_everything_to(cast.director_shen, cast.rep_gao, today), gao))
    back = {"employee_id": shen.pk, "on": today + DAY, "team_id": queries.teams(SYSTEM).get(name="North").pk}
    with refuses("kernel.forbidden"):
        services.rehire_employee(actor=Cast.actor(cast.hr_fang), with_access=True, **back)
    services.rehire_employee(actor=Cast.actor(cast.admin_root), with_access=True, **back)
    cast.director_shen.refresh_from_db()
    assert cast.director_shen.is_active


def test_the_last_administrator_cannot_leave_the_company_without_a_successor(cast):
    with refuses("people.last_administrator"):
        _leave(cast.admin_root, clock.today())


def test_a_departure_that_is_refused_changes_nothing(cast):
    _busy(cast.rep_lin)
    before = AuditEntry.objects.count(), OutboxEvent.objects.count()
    today = clock.today()
    some = {"crm.accounts": Cast.employee(cast.rep_gao).pk}
    with refuses("people.left_over"):
        _leave(cast.rep_lin, today, some)
    assert before == (AuditEntry.objects.count(), OutboxEvent.objects.count())
    assert TeamLead.objects.filter(valid_to__isnull=False).count() == 0


def test_a_mover_keeps_what_nobody_is_named_for(cast):
    account, _both, _territory = _busy(cast.rep_lin)
    lin, gao = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao)
    south = queries.teams(SYSTEM).get(name="South")
    services.move_employee(
        actor=SYSTEM,
        employee_id=lin.pk,
        team_id=south.pk,
        on=clock.today(),
        receivers={"crm.accounts": gao.pk, "crm.opportunities": lin.pk},
    )
    assert Account.objects.get(pk=account.pk).owner == gao
    assert set(Opportunity.objects.values_list("owner", flat=True)) == {lin.pk}
    assert Handover.objects.get().moved == {"crm.accounts": 1}


def test_the_leavers_password_still_says_nothing_to_the_door(cast):
    _leave(cast.rep_lin, clock.today())
    assert not Client().login(username=cast.rep_lin.email, password=PASSWORD)
