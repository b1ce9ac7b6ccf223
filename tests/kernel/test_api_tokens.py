"""A key acts as its user within its scopes, until it is revoked, too old, or its user is blocked."""

import datetime as dt

import pytest
import time_machine

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM, Actor, Role
from cadre.kernel.api_tokens import allows, issue_token, recognise, revoke_token, tokens_of
from cadre.kernel.models import ApiToken, AuditEntry, User
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND, Problem


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann@example.com", "Ann")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", "Bob")


def actor(user: User, *roles: Role) -> Actor:
    return Actor(user_id=user.pk, employee_id=None, roles=frozenset(roles or {Role.REP}))


def test_a_key_is_recognised_and_its_secret_is_kept_nowhere(ann: User) -> None:
    token, secret = issue_token(actor=actor(ann), user=ann, label="report", scopes=["crm:read"])
    assert recognise(secret) == token
    assert recognise(secret + "x") is None
    assert recognise("") is None
    assert secret not in str(list(ApiToken.objects.values())) + str(list(AuditEntry.objects.values()))
    assert token.digest not in str(list(AuditEntry.objects.values()))


def test_a_revoked_an_old_and_a_blocked_users_key_do_not_work(ann: User) -> None:
    token, secret = issue_token(actor=actor(ann), user=ann, label="x", scopes=["*:read"], days=1)
    with time_machine.travel(clock.now() + dt.timedelta(days=1, seconds=1)):
        assert recognise(secret) is None
    ann.is_active = False
    ann.save()
    assert recognise(secret) is None
    ann.is_active = True
    ann.save()
    assert recognise(secret) is not None
    revoke_token(actor=actor(ann), token_id=token.pk)
    assert recognise(secret) is None


def test_only_an_administrator_makes_or_ends_anothers_key(ann: User, bob: User) -> None:
    with pytest.raises(Problem) as refused:
        issue_token(actor=actor(ann), user=bob, label="x", scopes=["*:read"])
    assert refused.value.kind is FORBIDDEN
    token, _ = issue_token(actor=actor(ann, Role.ADMINISTRATOR), user=bob, label="x", scopes=["*:read"])
    assert list(tokens_of(actor(ann))) == []
    with pytest.raises(Problem) as refused:
        revoke_token(actor=actor(ann), token_id=token.pk)
    assert refused.value.kind is NOT_FOUND
    revoke_token(actor=SYSTEM, token_id=token.pk)


@pytest.mark.parametrize(
    ("scopes", "days", "field"),
    [(["crm"], 1, "scopes"), (["crm:delete"], 1, "scopes"), ([], 0, "days"), ([], 9999, "days")],
)
def test_a_wrong_scope_or_age_is_named(ann: User, scopes: list[str], days: int, field: str) -> None:
    with pytest.raises(Problem) as refused:
        issue_token(actor=actor(ann), user=ann, label="x", scopes=scopes, days=days)
    assert refused.value.field == field
    assert "%" not in refused.value.message


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        ([], False, False),
        (["crm:read"], True, False),
        (["crm:write"], True, True),
        (["*:read"], True, False),
        (["*:write"], True, True),
        (["people:write"], False, False),
    ],
)
def test_scopes_reach_no_further_than_they_say(scopes: list[str], *, reads: bool, writes: bool) -> None:
    token = ApiToken(scopes=scopes)
    assert (allows(token, "crm", write=False), allows(token, "crm", write=True)) == (reads, writes)
