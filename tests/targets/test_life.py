"""The life of a target: book ch. 4, 目標設定; who may set, approve, acknowledge and question it."""

import datetime as dt

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.models import AuditEntry, Notification
from cadre.targets import queries, services
from cadre.targets.models import Target
from tests.support.cast import Cast
from tests.support.deals import actor
from tests.support.refusals import refuses
from tests.targets.quotas import approved, cell, draft, quarter, quota


def test_a_draft_is_not_in_force_before_it_is_approved(cast: Cast) -> None:
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 6_800_000)])
    assert not Target.objects.in_force().exists()
    approved(plan)
    assert Target.objects.in_force().get().value == 6_800_000


def test_an_empty_version_cannot_be_submitted(cast: Cast) -> None:
    with refuses("targets.nothing_to_submit"):
        services.submit_plan(actor=SYSTEM, plan_id=draft().pk)


def test_zero_is_a_target_and_empty_is_none(cast: Cast) -> None:
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 0), cell(cast.rep_gao, None)])
    assert [(row.employee_id, row.value) for row in plan.targets.all()] == [(Cast.employee(cast.rep_lin).pk, 0)]


def test_a_manager_sets_his_peoples_targets_and_nobody_elses(cast: Cast) -> None:
    manager = actor(cast.manager_chen)
    plan = draft(manager, team_id=_team(cast.manager_chen))
    services.set_cells(actor=manager, plan_id=plan.pk, cells=[cell(cast.rep_lin, 100)])
    with refuses("targets.unknown_subject"):
        services.set_cells(actor=manager, plan_id=plan.pk, cells=[cell(cast.rep_hsu, 100)])
    with refuses("kernel.not_found"):
        draft(manager, team_id=_team(cast.manager_wu))


def test_nobody_sets_or_approves_his_own_target(cast: Cast) -> None:
    manager = actor(cast.manager_chen)
    plan = draft(manager, team_id=_team(cast.manager_chen))
    own = services.cells.Cell("team", _team(cast.manager_chen), quarter().name, 5)
    with refuses("targets.own_target"):
        services.set_cells(actor=manager, plan_id=plan.pk, cells=[own])
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[own])
    services.submit_plan(actor=manager, plan_id=plan.pk)
    with refuses("targets.own_target"):
        services.approve_plan(actor=manager, plan_id=plan.pk)
    assert services.approve_plan(actor=actor(cast.director_shen), plan_id=plan.pk).state == "approved"


def test_a_rep_can_neither_set_nor_approve(cast: Cast) -> None:
    plan = draft()
    for verb in (services.submit_plan, services.approve_plan):
        with refuses("kernel.forbidden"):
            verb(actor=actor(cast.rep_lin), plan_id=plan.pk)


def test_its_owner_acknowledges_or_questions_a_target_with_a_reason(cast: Cast) -> None:
    row, lin = quota(cast.rep_lin, 100), actor(cast.rep_lin)
    with refuses("targets.reason_needed"):
        services.question_target(actor=lin, target_id=row.pk, reason="  ")
    assert services.question_target(actor=lin, target_id=row.pk, reason="My territory was cut").state == "questioned"
    services.answer_question(actor=actor(cast.manager_chen), target_id=row.pk, answer="You keep the key accounts")
    assert services.acknowledge(actor=lin, target_ids=[row.pk])[0].state == "acknowledged"


def test_nobody_answers_for_another(cast: Cast) -> None:
    row = quota(cast.rep_lin, 100)
    for user in (cast.rep_gao, cast.manager_chen, cast.director_shen):
        with refuses("kernel.not_found"):
            services.acknowledge(actor=actor(user), target_ids=[row.pk])


def test_a_new_version_takes_the_place_of_the_one_in_force(cast: Cast) -> None:
    first = quota(cast.rep_lin, 100)
    second = quota(cast.rep_lin, 120)
    first.refresh_from_db()
    first.plan.refresh_from_db()
    assert (first.state, first.valid_to, first.plan.state) == ("superseded", clock.today(), "superseded")
    assert Target.objects.in_force().get() == second
    assert [row.value for row in queries.target_versions(SYSTEM, second)] == [120, 100]


def test_a_change_in_mid_period_keeps_the_value_before_with_its_dates(cast: Cast) -> None:
    row, day = quota(cast.rep_lin, 100), quarter().start + dt.timedelta(days=20)
    made = services.change_mid_period(
        actor=actor(cast.manager_chen), target_id=row.pk, value=80, from_on=day, reason="Half of the accounts moved"
    )
    row.refresh_from_db()
    assert (row.value, row.valid_to, made.value, made.valid_from, made.valid_to) == (100, day, 80, day, None)
    assert queries.target_values(SYSTEM, [quarter()], "bookings.amount")[quarter().name].popitem()[1] == 80


def test_a_change_must_lie_in_the_period_and_say_why(cast: Cast) -> None:
    row = quota(cast.rep_lin, 100)
    for code, day, reason in (
        ("targets.outside_period", quarter().end, "later"),
        ("targets.reason_needed", quarter().start, " "),
    ):
        with refuses(code):
            services.change_mid_period(actor=SYSTEM, target_id=row.pk, value=80, from_on=day, reason=reason)


def test_a_manager_cannot_change_his_own_teams_target(cast: Cast) -> None:
    plan = draft()
    team = services.cells.Cell("team", _team(cast.manager_chen), quarter().name, 500)
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[team])
    row = approved(plan).targets.get()
    with refuses("targets.own_target"):
        services.change_mid_period(
            actor=actor(cast.manager_chen), target_id=row.pk, value=1, from_on=clock.today(), reason="easier"
        )


def test_contradictory_lengths_of_period_are_refused(cast: Cast) -> None:
    quota(cast.rep_lin, 100)
    plan = draft(grain="month", period_kind="month", period=queries.running("month").name)
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 40, queries.running("month").name)])
    services.submit_plan(actor=SYSTEM, plan_id=plan.pk)
    with refuses("targets.contradiction"):
        services.approve_plan(actor=SYSTEM, plan_id=plan.pk)


def test_a_period_that_the_calendar_lacks_is_refused(cast: Cast) -> None:
    for kind, name in (("quarter", "2099-Q9"), ("decade", "2020s")):
        with refuses("targets.no_period"):
            draft(period_kind=kind, period=name)


def test_an_override_needs_a_reason_and_keeps_the_computed_value(cast: Cast) -> None:
    plan = draft(top_down=1000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    row = plan.targets.get(employee=Cast.employee(cast.rep_lin))
    with refuses("targets.reason_needed"):
        services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 400)])
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 400)], reason="Two deals slip")
    changed = plan.targets.get(employee=Cast.employee(cast.rep_lin))
    assert (changed.value, changed.computed, changed.reason, changed.is_fixed) == (
        400,
        row.computed,
        "Two deals slip",
        True,
    )


def test_the_history_tells_who_changed_what(cast: Cast) -> None:
    quota(cast.rep_lin, 100)
    verbs = set(AuditEntry.objects.filter(model="targets.target").values_list("verb", flat=True))
    assert {"targets.cells.set", "targets.plan.approve"} <= verbs


def test_the_page_of_a_target_says_what_changed_in_words_and_money(cast: Cast, client) -> None:
    given = quota(cast.rep_lin, 2_000_000)
    services.question_target(actor=actor(cast.rep_lin), target_id=given.pk, reason="The territory shrank")
    client.force_login(cast.rep_lin)
    page = client.get(f"/targets/{given.pk}/history/").content.decode()
    assert "Draft → Approved" in page
    assert "Approved → Questioned" in page
    assert "The territory shrank" in page
    assert "$20,000" in page.split("Who changed what")[-1]
    assert "2000000" not in page
    assert " – —" not in page


def test_a_rep_sees_only_his_own_target_and_a_manager_his_peoples(cast: Cast) -> None:
    plan = draft(top_down=1000, basis="equal")
    services.divide(actor=SYSTEM, plan_id=plan.pk)
    approved(plan)
    lin = Target.objects.visible_to(actor(cast.rep_lin))
    assert [row.employee_id for row in lin] == [Cast.employee(cast.rep_lin).pk]
    chen = Target.objects.visible_to(actor(cast.manager_chen))
    assert {row.employee_id for row in chen} == {
        None,
        *(Cast.employee(user).pk for user in (cast.rep_lin, cast.rep_gao)),
    }
    assert {row.team_id for row in chen} == {None, _team(cast.manager_chen)}
    assert chen.filter(team=None, employee=None).count() == 0


def _team(user) -> int:
    from cadre.people.queries import led_by

    return led_by(Cast.employee(user).pk, clock.today())[0]


def test_its_owner_is_told_and_whoever_approved_it_hears_the_question(cast: Cast) -> None:
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 100)])
    approved(plan, actor(cast.director_shen))
    services.question_target(actor=actor(cast.rep_lin), target_id=plan.targets.get().pk, reason="Too much")
    told = Notification.objects.filter(code__startswith="targets.").values_list("recipient_id", "code")
    assert list(told) == [(cast.rep_lin.pk, "targets.given"), (cast.director_shen.pk, "targets.questioned")]
