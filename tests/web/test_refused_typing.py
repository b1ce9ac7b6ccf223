"""A refusal gives back what was typed, under the labels of the form and in the reader's language."""

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from cadre.web.typed import typed_in
from tests.support.cast import Cast


def typed(name: str, fields: dict[str, str], *args: object) -> dict[str, str]:
    request = RequestFactory().post(reverse(name, args=args), fields)
    request.resolver_match = resolve(request.path)
    return dict(typed_in(request))


@pytest.mark.parametrize(
    ("language", "labels"),
    [("en", ("Product", "Expected close", "Amount")), ("zh-hant", ("產品", "預計成交", "金額"))],
)
def test_what_was_typed_stands_under_the_labels_of_the_form(language: str, labels: tuple[str, ...]) -> None:
    with translation.override(language):
        given = typed(
            "crm:opportunity-create", {"product": "7", "expected_close_on": "2026-12-31", "amount_minor": "5"}
        )
    assert given == dict(zip(labels, ("7", "2026-12-31", "5"), strict=True))


def test_of_a_search_box_the_words_are_given_back_and_not_the_number_behind_them() -> None:
    with translation.override("en"):
        given = typed("crm:opportunity-create", {"account": "7", "account_words": "Cancity"})
    assert given == {"Account": "Cancity"}


def test_secrets_and_what_nobody_saw_are_not_given_back() -> None:
    assert typed("crm:opportunity-create", {"version": "3", "_once": "x", "password": "p", "next_step": ""}) == {}


def test_a_field_that_no_form_knows_keeps_its_name() -> None:
    assert typed("crm:opportunity-create", {"some_thing": "x"}) == {"some thing": "x"}


@pytest.mark.parametrize(
    ("page", "form", "label"),
    [
        ("people:employee-move", "people.MoveForm", "First day there"),
        ("people:employee-rehire", "people.RehireForm", "First day"),
        ("people:team-close", "people.CloseTeamForm", "First day without the team"),
    ],
)
def test_of_forms_that_call_one_field_differently_the_one_that_was_sent_decides(
    page: str, form: str, label: str
) -> None:
    with translation.override("en"):
        assert typed(page, {"on": "2026-12-31", "_form": form}, 1) == {label: "2026-12-31"}
        assert typed(page, {"on": "2026-12-31"}, 1) == {"on": "2026-12-31"}


def test_a_form_that_nobody_knows_is_no_form() -> None:
    with translation.override("en"):
        assert typed("crm:opportunity-create", {"product": "7", "_form": "<b>.x"}) == {"Product": "7"}


def test_every_page_with_a_drawer_states_its_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.director_shen)
    for page, form in (
        ("crm:opportunity-create", "crm.OpportunityForm"),
        ("cockpit:rule-create", "cockpit.RuleForm"),
        ("people:employee-join", "people.JoinForm"),
        ("web:profile", "web.ProfileForm"),
    ):
        answer = client.get(reverse(page), follow=True)
        assert f'name="_form" value="{form}"' in answer.content.decode(), page
