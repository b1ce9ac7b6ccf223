"""An empty tile says what it lacks: a first record, a longer period, or a room that is still to come."""

from typing import Any

import pytest
from django.urls import reverse

from cadre.cockpit import queries
from cadre.cockpit.beginnings import BEGINNINGS
from cadre.cockpit.queries import tile_in_thought
from cadre.cockpit.rules.asking import Chosen
from cadre.metrics.registry import facts
from tests.cockpit.conftest import today
from tests.metrics.conftest import Company

BARS = {
    "kind": "bar",
    "metrics": ["bookings.amount"],
    "by": ["product"],
    "period": "month",
    "compare": "",
    "limit": None,
}


def empty(company: Company, reader: str, chosen: Chosen | None = None, **fields: Any) -> Any:
    tile = tile_in_thought(**BARS | fields)
    return queries.shown_tiles(company.actor(reader), [tile], chosen or Chosen())[0].empty


def test_of_what_was_never_recorded_a_tile_says_how_it_begins(company: Company) -> None:
    company.won("rep_hsu", amount=1, on=today())  # another team's
    shown = empty(company, "rep_lin")
    assert (shown.kind, shown.title) == ("first", "Nothing won yet")
    assert (shown.label, shown.url) == ("New opportunity", reverse("crm:opportunity-create"))


def test_who_may_not_create_is_told_without_a_button(company: Company) -> None:
    shown = empty(company, "executive_qiu")
    assert (shown.title, shown.url) == ("Nothing won yet", "")


def test_what_was_won_at_another_time_asks_for_a_longer_period(company: Company) -> None:
    company.won("rep_lin", amount=1, on=today().replace(year=today().year - 1, day=1))
    shown = empty(company, "rep_lin")
    assert (shown.kind, shown.title, shown.text) == ("none", "Nothing in this period", "Choose a longer period.")
    filtered = empty(company, "rep_lin", Chosen(where=(("product", company.products[0].pk),)))
    assert "take the filters away" in filtered.text


def test_a_rate_of_nothing_says_so_and_an_amount_of_zero_stays_a_figure(company: Company) -> None:
    assert empty(company, "rep_lin", kind="number", metrics=["win_rate"], by=[]).title == "No deal decided yet"
    assert empty(company, "rep_lin", kind="number", by=[]) is None


def test_until_a_customer_has_rated_the_place_of_satisfaction_says_where_a_rating_is_recorded(company: Company) -> None:
    shown = empty(company, "director_shen", kind="number", metrics=["satisfaction.score"], by=[])
    assert (shown.title, shown.url) == ("No rating yet", "")
    assert "beside his account" in shown.text


@pytest.mark.django_db
def test_every_fact_says_how_it_begins() -> None:
    assert {fact.key for fact in facts.all()} <= set(BEGINNINGS)
