"""A refusal gives back what was typed, under the labels of the form and in the reader's language."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from cadre.web.typed import typed_in


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
