"""The machinery of boards."""

import pytest

from cadre.crm.models import PipelineStage
from cadre.crm.services import create_opportunity
from tests.support.deals import account, actor, product

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages")]


@pytest.fixture
def visitor(cast, client):
    client.force_login(cast.rep_lin)
    return client


@pytest.fixture
def deals(cast):
    what, whom = product("GTX", 100_000), account(cast.rep_lin, "Cancity")
    return [
        create_opportunity(actor=actor(cast.rep_lin), account_id=whom.pk, product_id=what.pk, amount_minor=amount)
        for amount in (100, 500, 300, 400, 200)
    ]


def lane(answer, index=0):
    return answer.context["board"].filled()[index]


def test_a_lane_tells_count_and_sums_of_all_its_cards_and_shows_the_first(visitor, deals):
    first = lane(visitor.get("/board/"))
    assert (first.count, first.total, [card.amount_minor for card in first.cards], first.rest) == (
        5,
        1500,
        [500, 400, 300],
        2,
    )
    probability = PipelineStage.objects.order_by("position").first().probability_percent
    assert first.weighted == 1500 * probability // 100


def test_further_cards_follow_without_repeating(visitor, deals):
    more = visitor.get(lane(visitor.get("/board/")).more, headers={"HX-Request": "true"})
    assert [card.amount_minor for card in more.context["cards"]] == [200, 100]
    assert "c-more" not in more.text


def test_a_board_costs_few_queries_however_many_lanes(visitor, deals, django_assert_max_num_queries):
    visitor.get("/board/")
    with django_assert_max_num_queries(8):
        visitor.get("/board/")


def test_a_done_move_answers_with_the_card_and_a_toast(visitor, deals):
    to = PipelineStage.objects.order_by("position")[1].pk
    answer = visitor.post("/board/move/", {"card": deals[0].pk, "to": to, "version": 1})
    assert f'data-card="{deals[0].pk}"' in answer.text
    assert "Moved." in answer["HX-Trigger"]


def test_a_refused_move_tells_what_is_missing(visitor, deals):
    answer = visitor.post("/board/move/", {"card": deals[0].pk, "to": "0"})
    assert answer.status_code == 409
    assert "Decision-maker" in answer.text
    assert 'role="alert"' in answer.text


def test_filters_narrow_a_board(visitor, deals):
    assert lane(visitor.get("/board/?close=overdue")).count == 0
