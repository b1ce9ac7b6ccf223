"""An import is taken back: new rows go, changed rows become what they were, and what somebody touched since stays his."""

import datetime as dt

import pytest

from cadre.crm import services as crm
from cadre.crm.models import Account, Opportunity, StageChange
from cadre.imports import queries, services, tasks
from cadre.imports.models import ImportRun
from cadre.kernel import clock, search
from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.models import CompanyProfile, Notification, StoredFile
from cadre.kernel.problems import Problems
from cadre.people.models import Assignment
from cadre.people.services import move_employee
from tests.support.cast import Cast
from tests.support.deals import account, product
from tests.support.files import products_file, upload

pytestmark = pytest.mark.django_db


def run(kind: str, text: str, actor: Actor = SYSTEM) -> ImportRun:
    made = services.start_import(actor=actor, kind=kind, upload=upload(text))
    return services.perform_import(actor=actor, run_id=made.pk)


def test_changed_rows_become_what_they_were() -> None:
    run("accounts", "account,phone,sector\nAcme,1,retail\nBeta,2,retail\n")
    again = run("accounts", "account,phone\nAcme,9\nBeta,2\nGamma,3\n")
    assert (again.made, again.changed) == (1, 1)
    undone = services.undo_import(actor=SYSTEM, run_id=again.pk)
    assert (undone.state, undone.restored, undone.kept_count) == ("undone", 1, 0)
    assert dict(Account.objects.values_list("name", "phone")) == {"Acme": "1", "Beta": "2"}


def test_an_import_that_only_changed_rows_can_be_undone() -> None:
    run("accounts", "account,phone\nAcme,1\n")
    again = run("accounts", "account,phone\nAcme,9\n")
    assert queries.is_undoable(again)
    services.undo_import(actor=SYSTEM, run_id=again.pk)
    assert Account.objects.get().phone == "1"


def test_a_row_that_somebody_changed_since_stays_and_is_named_with_who_and_when(cast: Cast) -> None:
    run("accounts", "account,phone\nAcme,1\nBeta,2\n")
    again = run("accounts", "account,phone\nAcme,9\nBeta,8\n")
    acme = Account.objects.get(name="Acme")
    ops = Cast.actor(cast.ops_tsai)
    crm.change_account(actor=ops, account_id=acme.pk, expected_version=acme.version, phone="7")
    undone = services.undo_import(actor=SYSTEM, run_id=again.pk)
    assert dict(Account.objects.values_list("name", "phone")) == {"Acme": "7", "Beta": "2"}
    assert (undone.restored, undone.kept_count) == (1, 1)
    assert (undone.kept[0]["title"], undone.kept[0]["who"]) == ("Acme", cast.ops_tsai.name)
    assert undone.kept[0]["when"]


def test_what_somebody_changed_in_another_field_does_not_keep_a_row_from_being_put_back(cast: Cast) -> None:
    run("accounts", "account,phone\nAcme,1\n")
    again = run("accounts", "account,phone\nAcme,9\n")
    acme = Account.objects.get()
    crm.change_account(
        actor=Cast.actor(cast.ops_tsai), account_id=acme.pk, expected_version=acme.version, note="Called"
    )
    services.undo_import(actor=SYSTEM, run_id=again.pk)
    assert Account.objects.values_list("phone", "note").get() == ("1", "Called")


def test_a_new_account_that_its_own_file_hung_under_another_counts_as_untouched() -> None:
    made = run("accounts", "account,subsidiary_of\nChild,Mother\nMother,\n")
    services.undo_import(actor=SYSTEM, run_id=made.pk)
    assert not Account.objects.exists()


def test_a_new_row_that_somebody_changed_stops_the_undo_and_the_refusal_says_who(cast: Cast) -> None:
    made = run("accounts", "account\nAcme\n")
    acme = Account.objects.get()
    crm.change_account(actor=Cast.actor(cast.ops_tsai), account_id=acme.pk, expected_version=1, phone="7")
    with pytest.raises(Problems) as refused:
        services.undo_import(actor=SYSTEM, run_id=made.pk)
    assert f"{cast.ops_tsai.name} has changed “Acme” since (" in refused.value.message
    assert Account.objects.exists()


def test_the_steps_of_deals_that_moved_are_taken_back_with_them(cast: Cast) -> None:
    product("GTX Pro", 4_821_00)
    account(cast.rep_lin, "Cancity")
    head = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
    row = f"A1,{cast.rep_lin.name},GTX Pro,Cancity,%s,2026-01-02,%s,%s\n"
    run("opportunities", head + row % ("Proposal", "", "100"))
    before = (
        StageChange.objects.count(),
        *Opportunity.objects.values_list("stage__key", "amount_minor", "state").get(),
    )
    again = run("opportunities", head + row % ("Won", "2026-02-03", "250"))
    assert again.changed == 1
    services.undo_import(actor=SYSTEM, run_id=again.pk)
    after = (StageChange.objects.count(), *Opportunity.objects.values_list("stage__key", "amount_minor", "state").get())
    assert after == before


def test_a_person_who_was_moved_by_a_file_is_put_back_into_his_team() -> None:
    CompanyProfile.objects.create(pk=1, name="Acme", currency="USD")
    run("people", "name,manager,office,in force from\nAnn,Mona,East,2026-01-01\nCid,Noel,West,2026-01-01\n")
    moved = run("people", "name,manager,office,in force from\nAnn,Noel,West,2026-06-01\n")
    services.undo_import(actor=SYSTEM, run_id=moved.pk)
    assert Assignment.objects.filter(employee__name="Ann").values_list("team__name", "valid_to").get() == (
        "Team Mona",
        None,
    )


def test_a_person_whom_somebody_moved_within_the_time_before_stays_where_the_file_put_him() -> None:
    CompanyProfile.objects.create(pk=1, name="Acme", currency="USD")
    run("people", "name,manager,office,in force from\nAnn,Mona,East,2026-01-01\nCid,Noel,West,2026-01-01\n")
    moved = run("people", "name,manager,office,in force from\nAnn,Noel,West,2026-06-01\n")
    places = Assignment.objects.filter(employee__name="Ann")
    first = places.earliest("valid_from")
    move_employee(
        actor=SYSTEM,
        employee_id=first.employee_id,
        team_id=places.latest("valid_from").team_id,
        position_id=None,
        on=dt.date(2026, 3, 1),
        expected_version=first.employee.version,
    )
    undone = services.undo_import(actor=SYSTEM, run_id=moved.pk)
    assert undone.kept_count == 1
    assert places.latest("valid_from").valid_to is None


def test_what_is_put_back_is_found_by_its_old_words() -> None:
    run("accounts", "Account ID,account\nA1,Acme\n")
    again = run("accounts", "Account ID,account\nA1,Zenith\n")
    services.undo_import(actor=SYSTEM, run_id=again.pk)
    pk = Account.objects.get().pk
    found = search.matching("crm.account", "Acme")
    assert found is not None
    assert pk in set(Account.objects.filter(pk__in=found).values_list("pk", flat=True))


def test_a_draft_that_nobody_touched_for_two_weeks_is_forgotten_with_its_file(cast: Cast) -> None:
    ops = Cast.actor(cast.ops_tsai)
    old, young = products_file(ops), products_file(ops)
    ImportRun.objects.filter(pk=old.pk).update(updated_at=clock.now() - dt.timedelta(days=15))
    done = run("accounts", "account\nAcme\n")
    ImportRun.objects.filter(pk=done.pk).update(updated_at=clock.now() - dt.timedelta(days=90))
    assert tasks.sweep_drafts.func() == 1
    assert set(ImportRun.objects.values_list("pk", flat=True)) == {young.pk, done.pk}
    assert not StoredFile.objects.filter(pk=old.file_id).exists()


def test_an_import_whose_workers_died_says_so_and_can_be_run_again(cast: Cast) -> None:
    ops = Cast.actor(cast.ops_tsai)
    made = products_file(ops)
    services.begin_import(actor=ops, run_id=made.pk)
    tasks._lost(made.pk, cast.ops_tsai.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    assert "Nothing was imported" in made.refusal
    assert Notification.objects.filter(recipient=cast.ops_tsai).exists()
    assert tasks.start(ops, made.pk).state == "done"
