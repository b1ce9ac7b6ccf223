"""Why deals are lost is the company's own list."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cadre.crm import queries, services
from cadre.crm.importing.references import LOSS_REASON
from cadre.crm.models import LossReason, Opportunity
from cadre.imports.readers.reading import Asked
from cadre.kernel.access import SYSTEM, Actor
from cadre.kernel.problems import Problems
from cadre.metrics import registry
from tests.support.at_once import codes_of_the_second
from tests.support.cast import Cast
from tests.support.deals import deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ops(cast: Cast) -> Actor:
    return Cast.actor(cast.ops_tsai)


def refused(code: str, act: object, **given: object) -> str:
    with pytest.raises(Problems) as raised:
        act(**given)  # type: ignore[operator]
    assert raised.value.problems[0].code == code
    return str(raised.value.problems[0].field)


def test_a_reason_of_ones_own_is_offered_last_and_said_in_the_readers_language(ops: Actor) -> None:
    made = services.create_loss_reason(actor=ops, name_en="Security review", name_zh_hant="資安審查")
    assert made.key == "security_review"
    assert [reason.key for reason in queries.loss_reasons(offered=True)][-1] == "security_review"
    said = []
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            said.append(made.name)
    assert said == ["Security review", "資安審查", "Security review"]


def test_a_shipped_reason_renamed_in_one_language_keeps_its_word_in_the_others(ops: Actor) -> None:
    price = LossReason.objects.get(key="price")
    services.change_loss_reason(actor=ops, reason_id=price.pk, name_zh_hant="太貴")
    price.refresh_from_db()
    with translation.override("zh-hant"):
        assert price.name == "太貴"
    with translation.override("en"):
        assert price.name == "Price"


def test_a_name_is_given_and_given_once_in_any_language_and_width(ops: Actor) -> None:
    assert refused("crm.loss_reason.name_needed", services.create_loss_reason, actor=ops, name_en="  ") == "name_en"
    for taken in ("PRICE", "Ｐｒｉｃｅ", "价格"):
        field = refused("crm.loss_reason.name_taken", services.create_loss_reason, actor=ops, name_zh_hans=taken)
        assert field == "name_zh_hans"
    own = services.create_loss_reason(actor=ops, name_en="Politics")
    refused("crm.loss_reason.name_needed", services.change_loss_reason, actor=ops, reason_id=own.pk, name_en="")


def test_a_retired_reason_explains_old_deals_and_no_new_one(cast: Cast, ops: Actor) -> None:
    lin = Cast.actor(cast.rep_lin)
    lost, still = deal(cast.rep_lin), deal(cast.rep_lin)
    services.lose_opportunity(actor=lin, opportunity_id=lost.pk, loss_reason="timing")
    timing = LossReason.objects.get(key="timing")
    services.change_loss_reason(actor=ops, reason_id=timing.pk, is_active=False)
    given = {"actor": lin, "opportunity_id": still.pk, "loss_reason": "timing"}
    assert refused("crm.unknown_choice", services.lose_opportunity, **given) == "loss_reason"
    lost.refresh_from_db()
    assert str(lost.loss_reason) == "Timing"
    assert registry.dimensions["loss_reason"].labels({"timing", "price"}) == {"price": "Price", "timing": "Timing"}  # type: ignore[misc]
    assert LOSS_REASON.read(["Timing"], Asked())["Timing"].value == "timing"


def test_the_last_reason_that_is_offered_stays_offered(ops: Actor) -> None:
    first, *others = queries.loss_reasons()
    for reason in others:
        services.change_loss_reason(actor=ops, reason_id=reason.pk, is_active=False)
    refused("crm.loss_reason.last", services.change_loss_reason, actor=ops, reason_id=first.pk, is_active=False)


def test_a_reason_put_first_moves_the_others_down(ops: Actor) -> None:
    other = LossReason.objects.get(key="other")
    services.change_loss_reason(actor=ops, reason_id=other.pk, place=1)
    rows = queries.loss_reasons()
    assert [reason.position for reason in rows] == list(range(1, len(rows) + 1))
    assert [reason.key for reason in rows][:2] == ["other", "price"]


def test_a_deal_opened_again_has_no_reason_and_a_list_is_narrowed_by_one(cast: Cast, ops: Actor) -> None:
    own = services.create_loss_reason(actor=ops, name_en="Politics")
    lost = deal(cast.rep_lin)
    services.lose_opportunity(actor=Cast.actor(cast.rep_lin), opportunity_id=lost.pk, loss_reason=own.key)
    client = Client()
    client.force_login(cast.ops_tsai)
    page = client.get(reverse("crm:opportunity-list"), {"state": "lost", "loss_reason": own.key})
    assert "Politics" in page.content.decode()
    assert queries.deals_by_loss_reason(ops) == {own.key: 1}
    stage = queries.open_stages()[0]
    services.reopen_opportunity(actor=ops, opportunity_id=lost.pk, stage_id=stage.pk)
    assert Opportunity.objects.get(pk=lost.pk).loss_reason is None


def test_operations_keep_the_list_on_its_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.ops_tsai)
    page = client.get(reverse("crm:loss-reason-list")).content.decode()
    assert "Product does not fit" in page
    made = client.post(reverse("crm:loss-reason-create"), {"name_en": "<b>Ｎｏ 預算 🙂</b>", "_once": "1"})
    assert made.status_code == 302, made.content
    reason = LossReason.objects.get(position=8)
    assert (reason.key, reason.name_en) == ("bno_b", "<b>Ｎｏ 預算 🙂</b>")
    assert "<b>Ｎｏ" not in client.get(reverse("crm:loss-reason-list")).content.decode()
    client.post(reverse("crm:loss-reason-place", args=[reason.pk]) + "?to=up")
    assert [row.key for row in queries.loss_reasons()][-1] == "other"


def test_the_history_says_the_reason_by_its_name(cast: Cast) -> None:
    from cadre.kernel.audit import history
    from cadre.ui.history import told_changes

    lost = deal(cast.rep_lin)
    services.lose_opportunity(actor=Cast.actor(cast.rep_lin), opportunity_id=lost.pk, loss_reason="no_fit")
    told = [change.sentence for change in told_changes(history(lost))]
    assert any("Product does not fit" in sentence for sentence in told), told


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize(("name", "codes"), [("politics", ["crm.loss_reason.name_taken"]), ("Politics!", [])])
def test_two_who_name_a_reason_at_once_have_one_of_the_name_and_a_place_each(name: str, codes: list[str]) -> None:
    if not LossReason.objects.exists():  # tests of this kind empty the tables that migrations filled
        LossReason.objects.bulk_create([LossReason(key="price", position=1)])
    there = LossReason.objects.count()

    def make(word: str) -> object:
        return lambda: services.create_loss_reason(actor=SYSTEM, name_en=word)

    assert codes_of_the_second(make("Politics"), make(name)) == codes  # type: ignore[arg-type]
    assert [reason.position for reason in queries.loss_reasons()][there:] == [there + 1, there + 2][: 2 - len(codes)]
