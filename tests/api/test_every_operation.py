"""Every operation as every role, and with every kind of nonsense."""

import json
import random
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from cadre.api.root import api, openapi
from cadre.kernel.access import Role
from cadre.kernel.verbs import VERBS
from tests.support.api import Caller
from tests.support.api_walk import MARK, Scene, Step, set_scene, steps
from tests.support.cast import Cast, assemble

# Who may read what belongs to rep_lin, and who at least the account and its contacts
SEE_ALL = {"rep_lin", "manager_chen", "director_shen", "ops_tsai", "executive_qiu", "admin_root"}
SEE_ACCOUNTS = {"marketing_yu", "service_bao"}
BY_ANY_SELLER = {
    "crm.account.create",
    "crm.product.create",
    "crm.forecast.keep",
    "cockpit.dashboard.create",
    "cockpit.rule.create",
}
ANYBODYS = {"me.notification.read"}


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def test_every_operation_that_writes_is_named_like_its_verb() -> None:
    names = {op.operation_id for op in api().operations() if op.methods != ["GET"]} - ANYBODYS
    assert names <= VERBS.keys(), names - VERBS.keys()


def test_every_operation_has_its_own_name_a_scope_and_a_sentence() -> None:
    operations = list(api().operations())
    names = [operation.operation_id for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation.description
        scope = (operation.openapi_extra or {})["x-scope"]
        assert scope or operation.operation_id == "me.get"
        assert not scope or scope.endswith(":read") == (operation.methods == ["GET"])


def _undone(caller: Caller, step: Step) -> Any:
    """Call, and put everything back: the next role meets the same scene."""
    with transaction.atomic():
        response = caller.call(step.method, step.path, step.body)
        transaction.set_rollback(True)
    return response


@dataclass(frozen=True)
class Answer:
    """What somebody was told when he called an operation."""

    who: str
    roles: frozenset[Role]
    step: Step
    status: int
    text: str


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> list[Answer]:
    """Every operation called by everybody, once; each time everything is put back."""
    with django_db_blocker.unblock(), transaction.atomic():
        scene = set_scene(assemble())
        every = list(steps(scene))
        found = []
        for name, user in vars(scene.cast).items():
            caller, roles = Caller(user), frozenset(map(Role, user.roles))
            for step in every:
                response = _undone(caller, step)
                found.append(Answer(name, roles, step, response.status_code, response.content.decode()))
        transaction.set_rollback(True)
    return found


def test_nobody_is_sent_what_he_may_not_see(answers: list[Answer]) -> None:
    assert len({one.who for one in answers}) == len(Cast.__dataclass_fields__)
    for one in answers:
        name = one.step.name
        assert one.status < 500, (one.who, name, one.text)
        if one.who in SEE_ALL:
            continue
        if one.who in SEE_ACCOUNTS and name.startswith(("crm.account", "crm.contact", "search", "voice")):
            continue
        assert MARK not in one.text, (one.who, one.step.method, one.step.path)


def test_a_role_without_the_verb_is_refused_and_others_do_not_reach_foreign_records(answers: list[Answer]) -> None:
    strangers = {"rep_hsu", "stranger_wang", "manager_wu"}
    for one in answers:
        name = one.step.name
        if one.step.method == "GET" or name in ANYBODYS:
            continue
        if VERBS[name].roles.isdisjoint(one.roles):
            # These are looked for before they are changed, and their very being is nobody else's business
            hidden = name.startswith(("people.leave", "imports.import.map", "imports.import.begin"))
            assert one.status in ({403, 404} if hidden else {403}), (one.who, name, one.text)
        elif one.who in strangers and name not in BY_ANY_SELLER:
            assert one.status in {403, 404, 422}, (one.who, name, one.text)


def test_the_owner_and_his_chief_can_do_it(scene: Scene) -> None:
    # It is open; nobody leaves, people work there, nobody owns it; the version is a draft and nobody has asked
    impossible = {"crm.opportunity.reopen", "people.employee.withdraw_departure"}
    impossible |= {"people.team.close", "people.territory.release", "imports.import.undo"}
    impossible |= {"targets.plan.approve", "targets.plan.send_back", "targets.target.answer"}
    his_own = {"crm.account.create", "targets.target.acknowledge", "targets.target.question"}
    who = {"crm": scene.cast.admin_root, "people": scene.cast.hr_fang, "me": scene.cast.rep_lin}
    who["targets"] = who["imports"] = who["voice"] = scene.cast.admin_root
    who["cockpit"] = scene.cast.rep_lin
    for step in steps(scene):
        if step.method == "GET" or step.name in impossible or step.name == "crm.activity.record":
            continue
        user = scene.cast.rep_lin if step.name in his_own else who[step.name.split(".")[0]]
        user = scene.cast.manager_chen if step.name == "crm.forecast.call" else user
        response = _undone(Caller(user), step)
        assert response.status_code in {200, 201, 204}, (step.name, response.content)


NONSENSE: list[Any] = [
    None, True, -1, 0, 10**9, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1.5, 1e308, "", " ", "x" * 30_000, "💥", "١",
    "9" * 400, "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-01T00:00:00+99:99", "'; DROP TABLE crm_account;--",
    "%s%d%(x)s", "{{7*7}}", "\u202e", [], [None], [[[]]], [1] * 2000, {}, {"a": 1}, {"id": {"$ne": 1}},
]  # fmt: skip


def test_no_nonsense_in_a_body_breaks_the_server(scene: Scene) -> None:
    dice = random.Random(7)
    schemas = openapi()["components"]["schemas"]
    admin, count = Caller(scene.cast.admin_root), 0
    for step in steps(scene):
        fields = _fields(step, schemas)
        for field in fields:
            for value in dice.sample(NONSENSE, 5):
                response = _sent(admin, step, (step.body or {}) | {field: value})
                assert response.status_code < 500, (step.name, field, value, response.content)
                count += 1
    assert count > 500


def test_no_nonsense_in_a_query_breaks_the_server(scene: Scene) -> None:
    texts = ["", " ", "-1", "0", str(2**63), "9" * 400, "1e5", "%00", "%ff%fe", "%ed%a0%80", "a" * 600, "%27;--", "none", "null",
             "2026-02-30", "9999-12-31", "0001-01-01", "%F0%9F%92%A5", "%25s", "-id", "--", "*", "employee:%00", "month:x"]  # fmt: skip
    dice = random.Random(11)
    admin = Caller(scene.cast.admin_root)
    for path, methods in openapi()["paths"].items():
        if "get" not in methods:
            continue
        address = path.removeprefix("/api/v1/").replace("{key}", "win_rate")
        for name, value in scene.ids.items():
            address = address.replace("{" + name + "}", str(value))
        for parameter in methods["get"].get("parameters", []):
            if parameter["in"] != "query":
                continue
            for text in dice.sample(texts, 5):
                extra = "" if "metrics/query" not in address or parameter["name"] == "metric" else "metric=win_rate&"
                response = admin.get(f"{address}?{extra}{parameter['name']}={text}")
                assert response.status_code < 500, (address, parameter["name"], text, response.content)


@pytest.mark.parametrize(
    "path", ["%00", "%ff", "metrics/%00", "metrics/%ff/rows", "metrics/" + "x" * 3000, "opportunities/0"]
)
def test_no_nonsense_in_an_address_breaks_the_server(cast: Cast, path: str) -> None:
    response = Caller(cast.admin_root).get(path)
    assert response.status_code in {404, 422}
    assert response["Content-Type"] == "application/problem+json"


def _fields(step: Any, schemas: dict[str, Any]) -> list[str]:
    described = openapi()["paths"]
    key = next(path for path in described if any(op.get("operationId") == step.name for op in described[path].values()))
    body = described[key][step.method.lower()].get("requestBody")
    if not body:
        return []
    text = json.dumps(body)
    found = [name for name in schemas if f'#/components/schemas/{name}"' in text]
    return [field for name in found for field in schemas[name].get("properties", {})]


def _sent(caller: Caller, step: Any, body: dict[str, Any]) -> Any:
    with transaction.atomic():
        response = caller.call(step.method, step.path, body)
        transaction.set_rollback(True)
    return response
