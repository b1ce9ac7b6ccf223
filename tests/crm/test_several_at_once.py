"""Two records become one, many records get one change, and both can be taken back."""

import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cadre.crm import services
from cadre.crm.models import Account, Activity, Contact, CriterionCheck, Opportunity
from cadre.crm.queries import contacts
from cadre.crm.services.merging import repoint
from cadre.crm.views.several import note_of
from cadre.imports import services as imports
from cadre.kernel import clock, search
from cadre.kernel.access import Actor
from cadre.kernel.acts import Act, current
from cadre.kernel.audit import history
from cadre.kernel.problems import Problems
from cadre.kernel.undo import undo_act
from tests.support.cast import Cast
from tests.support.deals import account, criteria, deal, stage
from tests.support.files import upload
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(cast: Cast) -> Actor:
    return Cast.actor(cast.ops_tsai)


def two(cast: Cast) -> tuple[Account, Account]:
    keep = account(cast.rep_lin, "Cancity", phone="1")
    other = account(cast.rep_lin, "Cancity Ltd", phone="2", external_id="A7", industry="retail")
    deal(cast.rep_lin, where=other)
    account(cast.rep_lin, "Daughter", parent_id=other.pk)
    lin = Cast.actor(cast.rep_lin)
    services.create_contact(actor=lin, account_id=other.pk, name="Ann")
    services.record_activity(actor=lin, kind="call", body="Hello", account_id=other.pk)
    return keep, other


def counts(pk: int) -> tuple[int, int, int, int]:
    return (
        Opportunity.objects.filter(account=pk).count(),
        Contact.objects.filter(account=pk).count(),
        Activity.objects.filter(account=pk).count(),
        Account.objects.filter(parent=pk).count(),
    )


def test_the_account_that_stays_takes_over_deals_contacts_activities_and_subsidiaries(cast: Cast, ops: Actor) -> None:
    keep, other = two(cast)
    services.merge_accounts(actor=ops, keep_id=keep.pk, other_id=other.pk, values={"industry": "retail"})
    keep.refresh_from_db()
    other.refresh_from_db()
    assert counts(keep.pk) == (1, 1, 1, 1)
    assert counts(other.pk) == (0, 0, 0, 0)
    assert (keep.industry, keep.phone, keep.external_id) == ("retail", "1", "A7")
    assert (other.merged_into_id, other.archived_at is not None, other.external_id) == (keep.pk, True, None)


def test_a_merge_is_taken_back_as_one(cast: Cast, ops: Actor) -> None:
    keep, other = two(cast)
    services.merge_accounts(actor=ops, keep_id=keep.pk, other_id=other.pk, values={"phone": "2"})
    undo_act(actor=ops, act=history(keep).values_list("act", flat=True)[0])
    keep.refresh_from_db()
    other.refresh_from_db()
    assert counts(other.pk) == (1, 1, 1, 1)
    assert (keep.phone, keep.external_id, other.external_id, other.archived_at) == ("1", None, "A7", None)
    found = search.matching("crm.account", "Cancity Ltd")
    assert found is not None
    assert other.pk in set(Account.objects.filter(pk__in=found).values_list("pk", flat=True))


def test_a_daughter_that_takes_over_her_mother_does_not_stand_below_herself(cast: Cast, ops: Actor) -> None:
    top = account(cast.rep_lin, "Top")
    mother = account(cast.rep_lin, "Mother", parent_id=top.pk)
    daughter = account(cast.rep_lin, "Daughter", parent_id=mother.pk)
    services.merge_accounts(actor=ops, keep_id=daughter.pk, other_id=mother.pk, values={})
    daughter.refresh_from_db()
    assert daughter.parent_id == top.pk


def test_a_granddaughter_that_takes_over_draws_no_circle(cast: Cast, ops: Actor) -> None:
    top = account(cast.rep_lin, "Top")
    grandmother = account(cast.rep_lin, "Grandmother", parent_id=top.pk)
    mother = account(cast.rep_lin, "Mother", parent_id=grandmother.pk)
    child = account(cast.rep_lin, "Child", parent_id=mother.pk)
    services.merge_accounts(actor=ops, keep_id=child.pk, other_id=grandmother.pk, values={})
    parents = dict(Account.objects.values_list("name", "parent__name"))
    assert (parents["Child"], parents["Mother"]) == ("Top", "Child")


def test_a_file_that_names_the_merged_account_reaches_the_one_that_stays(cast: Cast, ops: Actor) -> None:
    keep, other = (
        account(cast.rep_lin, "Cancity", external_id="A1"),
        account(cast.rep_lin, "Cancity Ltd", external_id="A2"),
    )
    services.merge_accounts(actor=ops, keep_id=keep.pk, other_id=other.pk, values={})
    for kind, text in (
        ("accounts", "Account ID,account,phone\nA2,Cancity Ltd,77\n"),
        ("contacts", "Contact ID,Name,Account\nC1,Ann,A2\n"),
    ):
        run = imports.start_import(actor=ops, kind=kind, upload=upload(text))
        imports.perform_import(actor=ops, run_id=run.pk)
    keep.refresh_from_db()
    assert (keep.name, keep.external_id, keep.phone) == ("Cancity", "A1", "77")
    assert Contact.objects.get().account_id == keep.pk


def test_a_rep_cannot_merge_accounts_and_nobody_one_with_itself(cast: Cast, ops: Actor) -> None:
    keep, other = two(cast)
    with pytest.raises(Problems) as refused:
        services.merge_accounts(actor=Cast.actor(cast.rep_lin), keep_id=keep.pk, other_id=other.pk, values={})
    assert refused.value.status == 403
    with pytest.raises(Problems) as itself:
        services.merge_accounts(actor=ops, keep_id=keep.pk, other_id=keep.pk, values={})
    assert itself.value.problems[0].code == "crm.merge_with_itself"


def test_a_merged_contact_is_gone_from_lists_and_its_activities_stay_with_the_other(cast: Cast) -> None:
    where, lin = account(cast.rep_lin), Cast.actor(cast.rep_lin)
    keep = services.create_contact(actor=lin, account_id=where.pk, name="Ann Lee")
    other = services.create_contact(actor=lin, account_id=where.pk, name="A. Lee", email="ann@cancity.example")
    services.record_activity(actor=lin, kind="call", body="Hello", contact_id=other.pk)
    services.merge_contacts(actor=lin, keep_id=keep.pk, other_id=other.pk, values={"email": other.email})
    assert [row.email for row in contacts(lin)] == ["ann@cancity.example"]
    assert Activity.objects.get().contact_id == keep.pk


def test_the_drawer_asks_for_each_field_that_differs_and_merges(cast: Cast, client: Client) -> None:
    keep, other = two(cast)
    client.force_login(cast.ops_tsai)
    url = f"{reverse('crm:account-merge')}?ids={keep.pk},{other.pk}"
    page = client.get(url).content.decode()
    assert 'name="phone"' in page
    assert 'name="owner_id"' not in page
    given = {"keep": keep.pk, "name": other.pk, "phone": keep.pk, "industry": other.pk}
    assert client.post(url, given).status_code == 302
    keep.refresh_from_db()
    assert (keep.name, keep.phone, keep.industry) == ("Cancity Ltd", "1", "retail")


def test_one_row_alone_is_no_merge(cast: Cast, client: Client) -> None:
    client.force_login(cast.ops_tsai)
    url = f"{reverse('crm:account-merge')}?ids={account(cast.rep_lin).pk}"
    assert "Choose exactly two rows" in client.get(url).content.decode()
    assert client.post(url).status_code == 422


def test_many_deals_move_together_or_not_at_all(cast: Cast) -> None:
    lin, where = Cast.actor(cast.rep_lin), account(cast.rep_lin)
    ready, bare = deal(cast.rep_lin, where=where), deal(cast.rep_lin, where=where)
    for criterion in criteria():
        services.meet_criterion(actor=lin, opportunity_id=ready.pk, criterion_id=criterion)
    ids = [ready.pk, bare.pk]
    with pytest.raises(Problems) as refused:
        services.move_stages(actor=lin, opportunity_ids=ids, stage_id=stage("negotiation").pk)
    assert refused.value.problems[0].code == "crm.opportunity.exit_criteria_open"
    assert set(Opportunity.objects.values_list("stage__key", flat=True)) == {"lead"}
    assert services.move_stages(actor=lin, opportunity_ids=[ready.pk], stage_id=stage("negotiation").pk) == 1


def test_a_next_step_for_many_deals_leaves_what_is_empty_alone(cast: Cast) -> None:
    lin, where = Cast.actor(cast.rep_lin), account(cast.rep_lin)
    one, two_ = deal(cast.rep_lin, where=where, next_step="Call"), deal(cast.rep_lin, where=where)
    day = clock.today() + dt.timedelta(days=3)
    services.set_next_steps(actor=lin, opportunity_ids=[one.pk, two_.pk], next_step_on=day)
    rows = list(Opportunity.objects.order_by("pk").values_list("next_step", "next_step_on"))
    assert rows == [("Call", day), ("", day)]


def test_owner_and_tier_of_many_accounts_change_and_are_taken_back(cast: Cast, ops: Actor) -> None:
    ids = [account(cast.rep_lin, name).pk for name in ("A", "B")]
    gao = Cast.actor(cast.rep_gao).employee_id
    assert services.update_accounts(actor=ops, account_ids=ids, values={"owner_id": gao, "tier": "A"}) == 2
    assert set(Account.objects.values_list("owner_id", "tier")) == {(gao, "A")}
    undo_act(actor=ops, act=history(Account.objects.all()[0]).values_list("act", flat=True)[0])
    assert set(Account.objects.values_list("owner_id", "tier")) == {(Cast.actor(cast.rep_lin).employee_id, "")}


def test_a_closing_date_that_moves_later_counts_how_often_and_by_how_many_days(cast: Cast) -> None:
    lin = Cast.actor(cast.rep_lin)
    made = deal(cast.rep_lin, expected_close_on=dt.date(2026, 12, 1))
    for day in (11, 6, 20):
        made = services.change_opportunity(
            actor=lin, opportunity_id=made.pk, expected_version=made.version, expected_close_on=dt.date(2026, 12, day)
        )
    assert (made.slipped, made.slipped_days) == (2, 24)


def test_what_both_have_and_may_have_once_stays_with_the_merged_one(cast: Cast, ops: Actor) -> None:
    keep, other = deal(cast.rep_lin), deal(cast.rep_lin)
    both, only = criteria("needs")
    for made, ticks in ((keep, [both]), (other, [both, only])):
        for criterion in ticks:
            services.meet_criterion(actor=ops, opportunity_id=made.pk, criterion_id=criterion)
    token = current.set(Act("test.merge", ops))
    repoint(other, keep)
    current.reset(token)
    ticked = CriterionCheck.objects.values_list("opportunity_id", "criterion_id")
    assert set(ticked) == {(keep.pk, both), (keep.pk, only), (other.pk, both)}


def test_a_move_of_several_deals_asks_no_more_for_one_more_but_to_keep_its_step(cast: Cast, ops: Actor) -> None:
    def asked(count: int) -> int:
        ids = [deal(cast.rep_lin).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            assert services.move_stages(actor=ops, opportunity_ids=ids, stage_id=stage("needs").pk) == count
        return len(queries)

    asked(2)
    assert asked(9) - asked(4) == 5


def test_giving_several_deals_away_asks_no_more_for_one_more(cast: Cast, ops: Actor) -> None:
    def asked(count: int) -> int:
        ids = [deal(cast.rep_lin).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            services.reassign_opportunities(actor=ops, opportunity_ids=ids, owner_id=Cast.employee(cast.rep_gao).pk)
        return len(queries)

    asked(2)
    assert asked(9) == asked(4)


@pytest.mark.parametrize("change", ["owner", "stage"])
def test_taking_back_many_changes_asks_no_more_for_one_more(cast: Cast, ops: Actor, change: str) -> None:
    where = account(cast.rep_lin)

    def asked(count: int) -> int:
        deals = [deal(cast.rep_lin, where=where) for _ in range(count)]
        ids = [made.pk for made in deals]
        if change == "owner":
            services.reassign_opportunities(actor=ops, opportunity_ids=ids, owner_id=Cast.employee(cast.rep_gao).pk)
        else:
            services.move_stages(actor=ops, opportunity_ids=ids, stage_id=stage("needs").pk)
        act = history(deals[0]).values_list("act", flat=True)[0]
        with CaptureQueriesContext(connection) as queries:
            undo_act(actor=ops, act=act)
        rows = Opportunity.objects.filter(pk__in=ids)
        assert set(rows.values_list("owner_id", "stage__key")) == {(Cast.employee(cast.rep_lin).pk, "lead")}
        assert {made.stage_changes.count() for made in rows} == {1}
        return len(queries)

    asked(2)
    assert asked(30) == asked(4)


def test_one_row_of_many_that_was_changed_since_keeps_all_as_they_are(cast: Cast, ops: Actor) -> None:
    where = account(cast.rep_lin)
    deals = [deal(cast.rep_lin, where=where) for _ in range(3)]
    gao = Cast.employee(cast.rep_gao).pk
    services.reassign_opportunities(actor=ops, opportunity_ids=[made.pk for made in deals], owner_id=gao)
    act = history(deals[0]).values_list("act", flat=True)[0]
    services.reassign_opportunities(actor=ops, opportunity_ids=[deals[1].pk], owner_id=Cast.employee(cast.ops_tsai).pk)
    with refuses("kernel.undo_built_upon"):
        undo_act(actor=ops, act=act)
    assert list(Opportunity.objects.filter(owner_id=gao).order_by("pk")) == [deals[0], deals[2]]


def test_a_drawer_changes_the_rows_it_was_opened_for(cast: Cast, client: Client) -> None:
    where = account(cast.rep_lin)
    ids = [deal(cast.rep_lin, where=where).pk for _ in range(2)]
    client.force_login(cast.ops_tsai)
    url = f"{reverse('crm:opportunity-next-steps')}?ids={ids[0]},{ids[1]}"
    assert "Fill in at least one field" in client.post(url, {"next_step": " "}).content.decode()
    assert client.post(url, {"next_step": "Call"}).status_code == 302
    assert set(Opportunity.objects.values_list("next_step", flat=True)) == {"Call"}


def test_all_rows_of_a_filter_they_leave_by_the_change_can_be_taken_back(cast: Cast, client: Client) -> None:
    gao = Cast.employee(cast.rep_gao).pk
    one = deal(cast.rep_lin, where=account(cast.rep_lin))
    client.force_login(cast.ops_tsai)
    url = f"{reverse('crm:opportunity-reassign')}?all=1&state=owner%3D{one.owner_id}"
    done = client.post(url, {"owner": gao}, headers={"HX-Request": "true", "HX-Target": "drawer-content"})
    assert "undo" in done["HX-Trigger"]
    assert Opportunity.objects.get(pk=one.pk).owner_id == gao


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_note_of_a_drawer_is_in_the_readers_language(cast: Cast, client: Client, language: str) -> None:
    pk = deal(cast.rep_lin, where=account(cast.rep_lin)).pk
    client.force_login(cast.ops_tsai)
    client.post(reverse("web:set-language"), {"language": language})
    page = client.get(f"{reverse('crm:opportunity-next-steps')}?ids={pk}").content.decode()
    assert "What is left empty" not in page


def test_how_many_rows_a_change_is_for_is_told_with_separators() -> None:
    assert note_of(1418) == "Applies to 1,418 opportunities; all of them or none."


def _undo_after(client: Client, url: str, given: dict[str, object]) -> str:
    answer = client.post(url, given, headers={"HX-Request": "true", "HX-Target": "drawer-content"})
    toast = json.loads(answer["HX-Trigger"])["toast"]
    return str(toast.get("act") or "")


def test_the_undo_of_a_merge_takes_back_the_merge_though_the_one_that_stays_has_not_changed(
    cast: Cast, client: Client
) -> None:
    keep, other = account(cast.rep_lin, "Cancity"), account(cast.rep_lin, "Cancity Ltd")
    client.force_login(cast.ops_tsai)
    services.update_accounts(actor=Cast.actor(cast.ops_tsai), account_ids=[keep.pk], values={"tier": "A"})
    url = f"{reverse('crm:account-merge')}?ids={keep.pk},{other.pk}"
    client.post(_undo_after(client, url, {"keep": keep.pk, "name": keep.pk, "tier": keep.pk}))
    assert Account.objects.get(pk=other.pk).merged_into_id is None
    assert Account.objects.get(pk=keep.pk).tier == "A"  # what was done before stays done


def test_what_changed_nothing_offers_no_undo(cast: Cast, client: Client) -> None:
    one = deal(cast.rep_lin, where=account(cast.rep_lin))
    client.force_login(cast.ops_tsai)
    url = f"{reverse('crm:opportunity-next-steps')}?ids={one.pk}"
    assert _undo_after(client, url, {"next_step": "Call"})
    assert _undo_after(client, url, {"next_step": "Call"}) == ""
