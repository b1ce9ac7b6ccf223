"""An activity is planned for an account and one of its open deals, and what it is about belongs together."""

import datetime as dt

import pytest

from cadre.crm import services
from cadre.crm.models import Activity
from cadre.kernel import clock
from cadre.kernel.problems import Problem
from tests.support.cast import Cast
from tests.support.deals import account, actor, deal
from tests.support.pages import Reader, text_of

MEETING = {"kind": "meeting", "subject": "Show the price list", "at_1": "10:00"}


def tomorrow() -> str:
    return (clock.today() + dt.timedelta(days=1)).isoformat()


def test_the_deals_of_the_chosen_account_are_offered_and_no_others(cast: Cast) -> None:
    reader, here = Reader(cast.rep_lin), account(cast.rep_lin, "Cancity")
    wanted = deal(cast.rep_lin, where=here)
    other = deal(cast.rep_lin, where=account(cast.rep_lin, "Betasoloin"))
    lost = deal(cast.rep_lin, where=here)
    services.lose_opportunity(actor=actor(cast.rep_lin), opportunity_id=lost.pk, loss_reason="price")
    strangers = deal(cast.rep_hsu)
    page = reader.get("crm:opportunity-options", query={"account": here.pk}).content.decode()
    assert f'data-value="{wanted.pk}"' in page
    assert not any(f'data-value="{row.pk}"' in page for row in (other, lost, strangers))
    anywhere = reader.get("crm:opportunity-options", query={"q": "Beta"}).content.decode()
    assert f'data-value="{other.pk}"' in anywhere
    assert f'data-value="{wanted.pk}"' not in anywhere


def test_what_is_planned_hangs_on_the_deal_and_on_its_account(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    answer = Reader(cast.rep_lin).send("crm:activity-plan", **MEETING, at_0=tomorrow(), opportunity=made.pk)
    assert answer.status_code == 204
    planned = Activity.objects.get()
    assert (planned.state, planned.opportunity_id, planned.account_id) == ("planned", made.pk, made.account_id)


def test_planning_from_a_deal_has_the_deal_and_its_account_filled_in(cast: Cast) -> None:
    made = deal(cast.rep_lin)
    page = Reader(cast.rep_lin).drawer("crm:activity-plan", query={"deal": made.pk}).content.decode()
    assert f'name="opportunity" value="{made.pk}"' in page
    assert f'name="account" value="{made.account_id}"' in page


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "另一個客戶"), ("en", "belongs to another account")])
def test_a_deal_of_another_account_is_refused_at_its_field(cast: Cast, language: str, words: str) -> None:
    made, other = deal(cast.rep_lin), account(cast.rep_lin, "Betasoloin")
    sent = MEETING | {"at_0": tomorrow(), "account": other.pk, "opportunity": made.pk}
    answer = Reader(cast.rep_lin, language).send("crm:activity-plan", **sent)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Activity.objects.exists()


def test_a_contact_of_another_account_than_the_deals_is_refused(cast: Cast) -> None:
    lin, made = actor(cast.rep_lin), deal(cast.rep_lin)
    ann = services.create_contact(actor=lin, account_id=account(cast.rep_lin, "Betasoloin").pk, name="Ann")
    with pytest.raises(Problem) as refused:
        services.record_activity(actor=lin, kind="call", body="Hello", opportunity_id=made.pk, contact_id=ann.pk)
    assert (refused.value.code, refused.value.field) == ("crm.activity.other_account", "contact")
