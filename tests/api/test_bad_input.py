"""Whatever is sent, the answer names the field, the reason and what to do, in the caller's language; never a broken server."""

import json
import re

import pytest

from cadre.api.root import openapi
from cadre.api.sentences import EXAMPLES
from cadre.crm.models import Account, Opportunity
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import deal, product


def refused(response, status: int, code: str, field: str | None = None) -> str:
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert {"type", "title", "status", "detail", "code", "errors"} == told.keys()
    assert (told["status"], told["code"], told["errors"][0]["field"]) == (status, code, field), told
    assert told["detail"]
    assert told["errors"][0]["message"]
    return told["errors"][0]["message"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"product_id": "x"}, "product_id"),
        ({"product_id": None}, "product_id"),
        ({"product_id": 0}, "product_id"),
        ({"product_id": 2**63}, "product_id"),
        ({"product_id": 10**30}, "product_id"),
        ({"product_id": [1]}, "product_id"),
        ({"amount_minor": "100"}, "amount_minor"),
        ({"amount_minor": 1.5}, "amount_minor"),
        ({"amount_minor": True}, "amount_minor"),
        ({"amount_minor": -1}, "amount_minor"),
        ({"amount_minor": 10**18}, "amount_minor"),
        ({"currency": "usd"}, "currency"),
        ({"currency": "USDX"}, "currency"),
        ({"currency": "U\nD"}, "currency"),
        ({"forecast": "surely"}, "forecast"),
        ({"expected_close_on": "31.12.2026"}, "expected_close_on"),
        ({"expected_close_on": "2026-02-30"}, "expected_close_on"),
        ({"expected_close_on": "2026-02-03T10:00:00"}, "expected_close_on"),
        ({"expected_close_on": "0001-01-01"}, "expected_close_on"),
        ({"expected_close_on": "9999-12-31"}, "expected_close_on"),
        ({"next_step": None}, "next_step"),
        ({"next_step": 5}, "next_step"),
        ({"next_step": "x" * 201}, "next_step"),
        ({"profit": 1}, "profit"),
    ],
)
def test_each_wrong_value_is_named(cast: Cast, fields: dict, field: str) -> None:
    body = {"product_id": product().pk} | fields
    refused(Caller(cast.rep_lin).post("opportunities", body), 422, "kernel.invalid", field)
    assert not Opportunity.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_choices_and_forms_are_told_without_the_words_of_a_program(cast: Cast, language: str) -> None:
    caller = Caller(cast.rep_lin)
    wrong = {"product_id": product().pk, "forecast": "surely", "currency": "usd"}
    told = caller.post("opportunities", wrong, ACCEPT_LANGUAGE=language).json()["errors"]
    choices, form = sorted((one["message"] for one in told), key=lambda message: "USD" in message)
    assert "commit, best_case, pipeline, omitted" in choices
    assert "'" not in choices
    assert " or " not in choices
    assert "^" not in form


def test_every_form_that_the_api_asks_for_has_an_example_that_fits() -> None:
    asked = {json.loads(f'"{one}"') for one in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(openapi()))}
    assert asked <= EXAMPLES.keys()
    assert all(re.match(pattern, example) for pattern, example in EXAMPLES.items())


def test_all_wrong_values_are_told_at_once(cast: Cast) -> None:
    told = Caller(cast.rep_lin).post("opportunities", {"amount_minor": -1, "currency": "x"}).json()
    assert {error["field"] for error in told["errors"]} == {"product_id", "amount_minor", "currency"}


def test_a_refusal_of_a_verb_names_the_field_as_the_body_does(cast: Cast) -> None:
    body = {"product_id": product().pk, "account_id": 999_999}
    refused(Caller(cast.rep_lin).post("opportunities", body), 422, "crm.unknown_choice", "account_id")


def test_what_the_table_refuses_is_named_too(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    refused(caller.post("accounts", {"name": "A", "website": "no address"}), 422, "kernel.invalid", "website")
    assert caller.post("accounts", {"name": "A", "external_id": "E1"}).status_code == 201
    refused(caller.post("accounts", {"name": "B", "external_id": "E1"}), 409, "kernel.already_there", "external_id")
    assert Account.objects.count() == 1


@pytest.mark.parametrize(("language", "word"), [("en", "This is needed."), ("zh-Hant", "此欄"), ("zh-Hans", "此项")])
def test_the_reason_is_in_the_callers_language(cast: Cast, language: str, word: str) -> None:
    response = Caller(cast.rep_lin).post("opportunities", {}, ACCEPT_LANGUAGE=language)
    assert word in refused(response, 422, "kernel.invalid", "product_id")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"\xff\xfe{}",
        b"{}{}",
        b'{"product_id": NaN}',
        b'{"product_id": Infinity}',
        b'{"product_id": 1' + b"0" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 2000 + b"1" + b"}" * 2000,
        "{}".encode("utf-16"),
    ],
)
def test_what_is_not_json_is_refused(cast: Cast, body: bytes) -> None:
    response = Caller(cast.rep_lin).call("POST", "opportunities", body)
    assert response.status_code == (422 if body == b"" else 400)
    assert response.json()["errors"][0]["message"]


@pytest.mark.parametrize("body", ["[]", "1", '"x"', "null", "true"])
def test_json_that_is_no_object_is_refused(cast: Cast, body: str) -> None:
    assert Caller(cast.rep_lin).call("POST", "opportunities", body.encode()).status_code == 422


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x\udfff"])
def test_text_that_cannot_be_stored_is_refused(cast: Cast, text: str) -> None:
    body = json.dumps({"name": text}).encode()
    refused(Caller(cast.rep_lin).call("POST", "accounts", body), 422, "api.unreadable_text", "name")


def test_another_kind_of_content_is_refused(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    for kind in (
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ):
        refused(caller.call("POST", "accounts", b"name=A", CONTENT_TYPE=kind), 415, "api.not_json")


def test_a_body_in_chunks_is_refused_instead_of_being_taken_for_none(cast: Cast) -> None:
    answer = Caller(cast.rep_lin).call("POST", "accounts", TRANSFER_ENCODING="chunked")
    refused(answer, 411, "api.length_needed")


def test_who_sends_nothing_is_told_what_to_send(cast: Cast) -> None:
    assert refused(Caller(cast.rep_lin).call("POST", "accounts"), 422, "kernel.invalid") == (
        "Send the values as a JSON object."
    )


@pytest.mark.parametrize("name", ["name", "\\ud800", "a\\u0000b", "x" * 5000])
def test_a_name_that_stands_twice_in_a_body_is_refused_instead_of_the_last_being_taken(cast: Cast, name: str) -> None:
    body = f'{{"name": "A", "custom": {{"{name}": 1, "{name}": 2}}}}'.encode()
    answer = Caller(cast.rep_lin).call("POST", "accounts", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "api.repeated_name")
    assert not Account.objects.exists()


def test_a_list_takes_several_values_of_one_parameter(cast: Cast) -> None:
    deal(cast.rep_lin)
    answer = Caller(cast.rep_lin).get("opportunities?state=open&state=won&limit=1")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 1


def test_a_body_that_is_too_large_is_refused(cast: Cast) -> None:
    body = json.dumps({"name": "A", "note": "x" * 3_000_000}).encode()
    refused(Caller(cast.rep_lin).call("POST", "accounts", body), 413, "api.too_large")


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("colour=red", "api.unknown_parameter", "colour"),
        ("limit=1&limit=2", "api.repeated_parameter", "limit"),
        ("state=open&sort=id&sort=-id", "api.repeated_parameter", "sort"),
        ("limit=0", "kernel.invalid", "limit"),
        ("limit=201", "kernel.invalid", "limit"),
        ("limit=many", "kernel.invalid", "limit"),
        ("sort=profit", "api.unknown_sort", "sort"),
        ("sort=--id", "api.unknown_sort", "sort"),
        ("state=lazy", "kernel.invalid", "state.0"),
        ("stage_id=x", "kernel.invalid", "stage_id.0"),
        ("stage_id=99999999999999999999", "kernel.invalid", "stage_id.0"),
        ("closed_from=yesterday", "kernel.invalid", "closed_from"),
        ("q=a%00b", "api.unreadable_text", "q"),
        ("cursor=x", "api.bad_cursor", "cursor"),
        ("cursor=é", "api.bad_cursor", "cursor"),
        ("cursor=W10", "api.bad_cursor", "cursor"),
        ("cursor=" + "W" * 400, "api.bad_cursor", "cursor"),
        ("fields=id,,", "api.unknown_field", "fields"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(cast: Cast, query: str, code: str, field: str) -> None:
    deal(cast.rep_lin)
    response = Caller(cast.rep_lin).get(f"opportunities?{query}")
    refused(response, 422, code, field)


def test_a_cursor_of_another_order_is_refused(cast: Cast) -> None:
    for _ in range(3):
        deal(cast.rep_lin)
    caller = Caller(cast.rep_lin)
    cursor = caller.get("opportunities?limit=1&sort=amount").json()["next_cursor"]
    refused(caller.get(f"opportunities?limit=1&sort=-id&cursor={cursor}"), 422, "api.bad_cursor", "cursor")


@pytest.mark.parametrize(
    "path", ["", "nothing", "opportunities/", "opportunities/x", "opportunities/" + "9" * 5000, "../me"]
)
def test_an_address_without_an_operation_is_a_problem_document(cast: Cast, path: str) -> None:
    refused(Caller(cast.rep_lin).get(path), 404, "api.no_such_address")


def test_a_wrong_method_names_the_right_ones(cast: Cast) -> None:
    response = Caller(cast.rep_lin).delete("opportunities")
    refused(response, 405, "api.method_not_allowed")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}
    assert Caller(cast.rep_lin).call("HEAD", "opportunities").status_code == 200


def test_what_breaks_is_logged_and_not_shown(cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    from cadre.crm import queries

    def broken(_actor):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(queries, "opportunities", broken)
    response = Caller(cast.rep_lin).get("opportunities")
    refused(response, 500, "api.broken")
    assert b"secret" not in response.content
    assert "the secret of the house" in caplog.text
