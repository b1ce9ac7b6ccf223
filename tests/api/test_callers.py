"""Who may call: keys with scopes, and people who are signed in on a page."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from cadre.kernel import clock
from cadre.kernel.access import actor_of
from cadre.kernel.models import ApiToken, AuditEntry
from cadre.kernel.problems import Problem, Problems
from cadre.kernel.tokens import create_token, revoke_token, token_behind, tokens_of
from tests.support.api import Caller
from tests.support.cast import Cast
from tests.support.deals import product


def code(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def test_without_a_key_nobody_is_told_anything(cast: Cast) -> None:
    response = Client().get("/api/v1/opportunities")
    assert code(response) == (401, "api.sign_in_needed")
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic abc", "Bearer", "bearer \x00", "Bearer é"])
def test_a_wrong_key_is_refused(cast: Cast, header: str) -> None:
    assert code(Caller(cast.rep_lin).get("me", AUTHORIZATION=header)) == (401, "api.bad_token")


def test_a_key_is_kept_as_a_hash_only(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    assert caller.secret not in str(ApiToken.objects.values())
    assert caller.secret not in str(list(AuditEntry.objects.values_list("fields", flat=True)))
    assert caller.token.digest not in str(list(AuditEntry.objects.values_list("fields", flat=True)))


def test_a_key_that_has_run_out_or_was_taken_back_is_refused(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    assert caller.get("me").status_code == 200
    with time_machine.travel(clock.now() + dt.timedelta(days=91)):
        assert code(caller.get("me")) == (401, "api.bad_token")
    revoke_token(actor=actor_of(cast.rep_lin), token_id=caller.token.pk)
    assert code(caller.get("me")) == (401, "api.bad_token")


def test_the_key_of_somebody_who_may_no_longer_sign_in_is_refused(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    cast.rep_lin.is_active = False
    cast.rep_lin.save()
    assert code(caller.get("me")) == (401, "api.bad_token")


def test_a_key_does_only_what_its_scopes_say(cast: Cast) -> None:
    reader = Caller(cast.rep_lin, scopes=["crm:read"])
    assert reader.get("opportunities").status_code == 200
    refused = reader.post("opportunities", {"product_id": product().pk})
    assert code(refused) == (403, "api.scope_missing")
    assert refused.json()["errors"][0]["params"] == {"scope": "crm:write"}
    assert code(reader.get("notifications")) == (403, "api.scope_missing")
    assert reader.get("me").json()["email"] == cast.rep_lin.email


def test_nobody_takes_back_anothers_key(cast: Cast) -> None:
    caller = Caller(cast.rep_lin)
    with pytest.raises(Problem, match=r"kernel\.not_found"):
        revoke_token(actor=actor_of(cast.admin_root), token_id=caller.token.pk)
    assert not tokens_of(actor_of(cast.admin_root)).exists()
    assert token_behind(caller.secret) is not None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"scopes": ["crm:everything"]}, "api.unknown_scope"),
        ({"scopes": []}, "api.no_scope"),
        ({"days": 0}, "api.bad_expiry"),
        ({"days": 5000}, "api.bad_expiry"),
        ({"label": " "}, "kernel.invalid"),
    ],
)
def test_a_key_is_made_only_with_known_scopes_and_an_end(cast: Cast, fields, code: str) -> None:
    with pytest.raises(Problems) as refused:
        create_token(actor=actor_of(cast.rep_lin), **{"label": "x", "scopes": ["crm:read"]} | fields)
    assert refused.value.problems[0].code == code


def test_a_signed_in_page_reads_with_its_cookie_and_writes_with_its_csrf_token_too(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.rep_lin, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/api/v1/me").json()["email"] == cast.rep_lin.email
    refused = browser.post("/api/v1/notifications/read", "{}", content_type="application/json")
    assert code(refused) == (403, "api.csrf_failed")
    browser.cookies["cadre_csrf"] = "a" * 32
    done = browser.post(
        "/api/v1/notifications/read", "{}", content_type="application/json", headers={"X-CSRFToken": "a" * 32}
    )
    assert done.status_code == 200, done.content


def test_a_script_is_answered_in_the_language_it_accepts_or_else_in_its_owners(cast: Cast) -> None:
    cast.rep_lin.language = "zh-hant"
    cast.rep_lin.save()
    caller = Caller(cast.rep_lin)
    assert caller.get("stages")["Content-Language"] == "zh-hant"
    assert caller.get("stages", ACCEPT_LANGUAGE="en")["Content-Language"] == "en"
    assert caller.get("stages", ACCEPT_LANGUAGE="zh-CN")["Content-Language"] == "zh-hans"
