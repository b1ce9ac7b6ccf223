"""What a seller finds and reads: what is his, what he works on, and no name of anything else."""

import pytest

from cadre.crm import queries, services
from cadre.crm.models import Account, Opportunity
from cadre.kernel import search
from cadre.kernel.models import AuditEntry
from cadre.kernel.undo import undo_act
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal, product
from tests.support.pages import Reader, text_of


@pytest.fixture
def shared(cast: Cast) -> Account:
    """Lin's account, on which Hsu of the other team has one deal, beside one of Lin."""
    where = account(cast.rep_lin, "Quincunx Works")
    services.create_contact(actor=actor(cast.rep_lin), account_id=where.pk, name="Zephyrine Obelisk")
    deal(cast.rep_lin, where=where, amount_minor=777_700, next_step="Xanthic letter")
    handed = deal(cast.rep_lin, where=where, amount_minor=10_000)
    services.reassign_opportunities(
        actor=actor(cast.director_shen), opportunity_ids=[handed.pk], owner_id=Cast.employee(cast.rep_hsu).pk
    )
    return where


def found(user, words: str) -> set[tuple[str, str]]:
    return {(hit.kind.kind, hit.title) for hit in search.find(actor(user), words).hits}


ACCOUNT, CONTACT = ("crm.account", "Quincunx Works"), ("crm.contact", "Zephyrine Obelisk")


def test_search_finds_an_account_and_its_people_for_whoever_works_on_one_of_its_deals(
    cast: Cast, shared: Account
) -> None:
    for user in (cast.rep_lin, cast.rep_hsu, cast.manager_chen, cast.manager_wu, cast.director_shen, cast.service_bao):
        assert ACCOUNT in found(user, "quincunx"), user.name
        assert ACCOUNT in found(user, "Works quinc"), user.name
        assert CONTACT in found(user, "Zephyrine"), user.name


def test_search_hides_an_account_from_those_who_neither_own_it_nor_work_on_it(cast: Cast, shared: Account) -> None:
    for user in (cast.rep_gao, cast.stranger_wang, cast.hr_fang):
        assert found(user, "quincunx") == found(user, "Zephyrine") == set(), user.name


def test_search_follows_an_account_to_its_new_owner_with_its_people(cast: Cast, shared: Account) -> None:
    gao = Cast.employee(cast.rep_gao)
    now = Account.objects.get(pk=shared.pk)
    services.change_account(
        actor=actor(cast.manager_chen), account_id=now.pk, expected_version=now.version, owner_id=gao.pk
    )
    assert {ACCOUNT, CONTACT} <= found(cast.rep_gao, "Quincunx")


def test_search_shows_each_only_his_own_deals_of_a_shared_account(cast: Cast, shared: Account) -> None:
    assert not any(kind == "crm.opportunity" for kind, _title in found(cast.rep_hsu, "Xanthic"))
    assert any(kind == "crm.opportunity" for kind, _title in found(cast.rep_lin, "Xanthic"))


def test_a_deal_given_back_by_undo_is_found_by_its_owner_again(cast: Cast) -> None:
    made = deal(cast.rep_lin, where=account(cast.rep_lin, "Quincunx Works"))
    services.reassign_opportunities(
        actor=actor(cast.manager_chen), opportunity_ids=[made.pk], owner_id=Cast.employee(cast.rep_gao).pk
    )
    assert not any(kind == "crm.opportunity" for kind, _title in found(cast.rep_lin, "Quincunx"))
    act = AuditEntry.objects.filter(verb="crm.opportunity.reassign").first().act
    undo_act(actor=actor(cast.manager_chen), act=act)
    assert any(kind == "crm.opportunity" for kind, _title in found(cast.rep_lin, "Quincunx"))
    assert not found(cast.rep_gao, "Quincunx")


def test_the_account_picker_offers_what_one_works_on_and_nothing_else(cast: Cast, shared: Account) -> None:
    offered = {
        name: "Quincunx" in text_of(Reader(getattr(cast, name)).get("crm:account-options", query={"q": "quinc"}))
        for name in ("rep_lin", "rep_hsu", "rep_gao", "stranger_wang", "hr_fang", "manager_wu")
    }
    assert offered == {
        "rep_lin": True,
        "rep_hsu": True,
        "rep_gao": False,
        "stranger_wang": False,
        "hr_fang": False,
        "manager_wu": True,
    }


def test_one_who_works_on_one_deal_reads_the_account_without_the_deals_of_others(cast: Cast, shared: Account) -> None:
    page = text_of(Reader(cast.rep_hsu).get("crm:account-record", shared.pk))
    assert "Zephyrine" in page
    assert "7,777" not in page
    own = Opportunity.objects.get(account=shared, owner=Cast.employee(cast.rep_hsu))
    assert queries.sibling_opportunities(actor(cast.rep_hsu), own).count() == 0
    assert queries.sibling_opportunities(actor(cast.director_shen), own).count() == 1


def test_the_timeline_of_a_shared_account_leaves_out_what_was_said_on_deals_of_others(
    cast: Cast, shared: Account
) -> None:
    lins = Opportunity.objects.get(account=shared, owner=Cast.employee(cast.rep_lin))
    services.record_activity(actor=actor(cast.rep_lin), kind="call", body="Yarborough price", opportunity_id=lins.pk)
    services.record_activity(actor=actor(cast.rep_lin), kind="call", body="Visible greeting", account_id=shared.pk)
    page = text_of(Reader(cast.rep_hsu).get("crm:account-record", shared.pk))
    assert "Visible greeting" in page
    assert "Yarborough" not in page


def test_the_name_of_an_account_above_is_told_only_to_those_who_see_it(cast: Cast) -> None:
    above = account(cast.rep_lin, "Umbriferous Holding")
    below = account(cast.director_shen, "Daughter", parent_id=above.pk)
    services.change_account(
        actor=actor(cast.director_shen),
        account_id=below.pk,
        expected_version=below.version,
        owner_id=Cast.employee(cast.rep_hsu).pk,
    )
    hsu, lin, director = Reader(cast.rep_hsu), Reader(cast.rep_lin), Reader(cast.director_shen)
    for page in ("crm:account-record", "crm:account-edit"):
        assert "Umbriferous" not in text_of(hsu.get(page, below.pk))
    export = {"export": "csv"}
    hsu.client.cookies["list_crm_accounts"] = "columns=name.parent"
    director.client.cookies["list_crm_accounts"] = "columns=name.parent"
    assert b"Umbriferous" not in b"".join(hsu.get("crm:account-list", query=export))
    assert b"Umbriferous" in b"".join(director.get("crm:account-list", query=export))
    assert "Umbriferous" in text_of(director.get("crm:account-record", below.pk))
    assert lin.get("crm:account-record", below.pk).status_code == 404


def test_whoever_does_not_see_the_account_above_may_still_edit_the_one_below(cast: Cast) -> None:
    above = account(cast.rep_lin, "Umbriferous Holding")
    below = account(cast.director_shen, "Daughter", parent_id=above.pk)
    services.change_account(
        actor=actor(cast.director_shen),
        account_id=below.pk,
        expected_version=below.version,
        owner_id=Cast.employee(cast.rep_hsu).pk,
    )
    answer = Reader(cast.rep_hsu).send("crm:account-edit", below.pk, name="Daughter AG", version=below.version + 1)
    assert answer.status_code == 204
    below.refresh_from_db()
    assert (below.name, below.parent_id) == ("Daughter AG", above.pk)


def test_a_manager_who_edits_an_account_of_another_team_does_not_take_it_over(cast: Cast, shared: Account) -> None:
    version = Account.objects.get(pk=shared.pk).version
    page = Reader(cast.manager_wu)
    assert "Lin Rep" in text_of(page.drawer("crm:account-edit", shared.pk))
    sent = {"name": "Quincunx Works", "tier": "A", "version": version, "owner": shared.owner_id}
    assert page.send("crm:account-edit", shared.pk, **sent).status_code == 204
    assert Account.objects.get(pk=shared.pk).owner_id == shared.owner_id


def test_a_deal_of_an_archived_account_can_still_be_edited(cast: Cast) -> None:
    where = account(cast.rep_lin)
    made = deal(cast.rep_lin, where=where)
    services.archive_account(actor=actor(cast.manager_chen), account_id=where.pk, expected_version=where.version)
    reader = Reader(cast.rep_lin)
    sent = {"account": where.pk, "product": product().pk, "amount_minor": "20", "forecast": "commit", "version": 1}
    assert reader.send("crm:opportunity-edit", made.pk, **sent).status_code == 204
    new = {"account": where.pk, "product": product().pk, "forecast": "commit"}
    assert reader.send("crm:opportunity-create", **new).status_code == 422
