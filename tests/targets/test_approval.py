"""Four eyes: who hands targets in does not approve them, unless nobody else can or the company says so."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from cadre.kernel.access import SYSTEM
from cadre.kernel.models import Notification, User
from cadre.kernel.notifications import sentence
from cadre.kernel.problems import Problems
from cadre.targets import queries, services
from cadre.targets.models import TargetPlan
from tests.support.api import Caller
from tests.support.at_once import codes_of_the_second
from tests.support.cast import Cast, assemble
from tests.support.deals import actor
from tests.support.refusals import refuses
from tests.targets.quotas import cell, draft


@pytest.fixture
def handed_in(cast: Cast) -> TargetPlan:
    """Targets that the director handed in."""
    plan = draft(actor(cast.director_shen))
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 100), cell(cast.rep_gao, 100)])
    return services.submit_plan(actor=actor(cast.director_shen), plan_id=plan.pk)


def approve(plan: TargetPlan, user: Any) -> TargetPlan:
    return services.approve_plan(actor=actor(user), plan_id=plan.pk)


def told(code: str) -> list[str]:
    return list(
        Notification.objects.filter(code=code).order_by("recipient__name").values_list("recipient__name", flat=True)
    )


def test_who_handed_in_does_not_approve_and_reads_who_can(cast: Cast, handed_in: TargetPlan) -> None:
    with pytest.raises(Problems) as refused:
        approve(handed_in, cast.director_shen)
    (problem,) = refused.value.problems
    assert (problem.code, cast.ops_tsai.name in problem.message) == ("targets.second_needed", True)
    assert approve(handed_in, cast.ops_tsai).state == "approved"


def test_the_only_one_who_can_approve_may_do_so_himself(cast: Cast, handed_in: TargetPlan) -> None:
    others = [pk for pk in queries.approvers(handed_in) if pk != cast.director_shen.pk]
    User.objects.filter(pk__in=others).update(is_active=False)
    assert approve(handed_in, cast.director_shen).state == "approved"


def test_the_company_can_let_one_person_do_both_and_only_an_administrator_says_so(
    cast: Cast, handed_in: TargetPlan
) -> None:
    with refuses("kernel.forbidden"):
        services.set_approval_rule(actor=actor(cast.director_shen), needs_second=False)
    services.set_approval_rule(actor=actor(cast.admin_root), needs_second=False)
    assert approve(handed_in, cast.director_shen).state == "approved"
    assert services.set_approval_rule(actor=actor(cast.admin_root), needs_second=True).needs_second


def test_whose_own_target_it_is_cannot_approve_it_and_is_not_named(cast: Cast) -> None:
    plan = draft()
    services.set_cells(actor=SYSTEM, plan_id=plan.pk, cells=[cell(cast.rep_lin, 5)])
    assert cast.rep_lin.pk not in queries.approvers(plan)
    User.objects.filter(pk=cast.rep_lin.pk).update(roles=["rep", "operations"])
    assert cast.rep_lin.pk not in queries.approvers(plan)
    assert cast.ops_tsai.pk in queries.approvers(plan)


def test_those_who_can_approve_are_told_and_who_handed_in_hears_it_was_given_back(
    cast: Cast, handed_in: TargetPlan
) -> None:
    can = queries.approvers(handed_in)
    assert told("targets.submitted") == sorted(name for pk, name in can.items() if pk != cast.director_shen.pk)
    back = services.send_back(actor=actor(cast.ops_tsai), plan_id=handed_in.pk, note="Too much for Lin")
    assert (told("targets.sent_back"), back.submitted_by) == ([cast.director_shen.name], None)


def test_everybody_is_told_once_of_a_version_by_the_name_of_its_metric(cast: Cast, handed_in: TargetPlan) -> None:
    approve(handed_in, cast.ops_tsai)
    (notice,) = Notification.objects.filter(code="targets.given", recipient=cast.rep_lin)
    assert sentence(notice, "en").startswith(queries.measure("bookings.amount").title)
    assert told("targets.given") == sorted([cast.rep_gao.name, cast.rep_lin.name])


def test_the_page_says_what_approving_does_before_it_is_done(cast: Cast, handed_in: TargetPlan, client) -> None:
    client.force_login(cast.ops_tsai)
    shown = client.get(f"/targets/plans/{handed_in.pk}/approve/").content.decode()
    assert "2 targets" in shown
    assert "2 people" in shown
    assert TargetPlan.objects.get(pk=handed_in.pk).state == "submitted"
    done = client.post(f"/targets/plans/{handed_in.pk}/approve/", {"version": handed_in.version})
    assert (done.status_code, TargetPlan.objects.get(pk=handed_in.pk).state) == (302, "approved")


def test_the_page_of_who_handed_in_names_who_approves_and_offers_no_button(
    cast: Cast, handed_in: TargetPlan, client
) -> None:
    client.force_login(cast.director_shen)
    page = client.get(f"/targets/plans/{handed_in.pk}/").content.decode()
    assert "waits to be approved by somebody else" in page
    assert f"/plans/{handed_in.pk}/approve/" not in page
    refused = client.post(f"/targets/plans/{handed_in.pk}/approve/", {"version": handed_in.version})
    assert refused.status_code == 422
    assert cast.ops_tsai.name in refused.content.decode()


def test_the_api_refuses_who_handed_in_with_the_same_words(cast: Cast, handed_in: TargetPlan) -> None:
    refused = Caller(cast.director_shen).post(f"target-plans/{handed_in.pk}/approve", {})
    assert (refused.status_code, cast.ops_tsai.name in refused.content.decode()) == (403, True)
    assert Caller(cast.ops_tsai).post(f"target-plans/{handed_in.pk}/approve", {}).status_code == 200


def test_the_rule_is_read_by_everybody_and_set_by_an_administrator_over_the_api(
    cast: Cast, handed_in: TargetPlan
) -> None:
    assert Caller(cast.rep_lin).get("target-approval").json()["needs_second"] is True
    assert Caller(cast.director_shen).patch("target-approval", {"needs_second": False}).status_code == 403
    done = Caller(cast.admin_root).patch("target-approval", {"needs_second": False})
    assert (done.status_code, done.json()["needs_second"], queries.needs_second()) == (200, False, False)
    assert Caller(cast.director_shen).post(f"target-plans/{handed_in.pk}/approve", {}).status_code == 200


def test_who_handed_in_before_that_was_kept_is_read_off_the_audit_trail(cast: Cast, handed_in: TargetPlan) -> None:
    TargetPlan.objects.filter(pk=handed_in.pk).update(submitted_by=None)
    import_module("cadre.targets.migrations.0004_who_handed_in").name_who_handed_in(apps, None)
    with refuses("targets.second_needed"):
        approve(handed_in, cast.director_shen)
    assert approve(handed_in, cast.ops_tsai).state == "approved"


def test_a_version_changed_meanwhile_is_not_approved(cast: Cast, handed_in: TargetPlan, client) -> None:
    client.force_login(cast.ops_tsai)
    refused = client.post(f"/targets/plans/{handed_in.pk}/approve/", {"version": handed_in.version - 1})
    assert refused.status_code == 422
    assert TargetPlan.objects.get(pk=handed_in.pk).state == "submitted"


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_administrators_who_say_it_for_the_first_time_at_once_are_both_heard() -> None:
    admin = actor(assemble().admin_root)

    def say(needs_second: bool) -> Any:
        return lambda: services.set_approval_rule(actor=admin, needs_second=needs_second)

    assert codes_of_the_second(say(True), say(False)) == []
    assert not queries.needs_second()
