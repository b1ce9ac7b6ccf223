"""Alert rules: list, make, change, remove."""

from typing import Any

from django.http import HttpRequest

from cadre.cockpit import queries, services
from cadre.cockpit.api.routing import router
from cadre.cockpit.api.schemas import NewRule, RuleAnswer, RuleChange, TellingRule
from cadre.cockpit.reasons import why_told
from cadre.kernel.rest import Id, actor_of_request, expected_version, versioned

ONE = "/alert-rules/{int:rule_id}"


@router.reads("/alert-rules", "cockpit.rules", list[RuleAnswer], scope="metrics:read")
def list_rules(request: HttpRequest) -> Any:
    """The rules you made; all of them for those who look after the product."""
    return [RuleAnswer.of(row) for row in queries.rules(actor_of_request(request))]


@router.reads("/alert-rules/telling", "cockpit.rules.telling", list[TellingRule], scope="metrics:read")
def list_telling_rules(request: HttpRequest) -> Any:
    """Rules of others that are on and tell you, and why."""
    actor = actor_of_request(request)
    return [TellingRule.of(row, why_told(row, actor.user_id)) for row in queries.telling_rules(actor)]


@router.creates("/alert-rules", "cockpit.rule.create", RuleAnswer)
def create_rule(request: HttpRequest, payload: NewRule) -> Any:
    """A rule of your own; refused in words where it could never fire."""
    made = services.create_rule(actor=actor_of_request(request), **payload.model_dump())
    return _told(request, made.pk)


@router.changes(ONE, "cockpit.rule.change", RuleAnswer)
def change_rule(request: HttpRequest, rule_id: Id, payload: RuleChange) -> Any:
    """Change a rule that you have read."""
    services.change_rule(
        actor=actor_of_request(request),
        rule_id=rule_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, rule_id)


@router.removes(ONE, "cockpit.rule.remove")
def remove_rule(request: HttpRequest, rule_id: Id) -> None:
    """Take a rule away, with what it told."""
    services.remove_rule(actor=actor_of_request(request), rule_id=rule_id)


def _told(request: HttpRequest, rule_id: int) -> RuleAnswer:
    found = queries.rules(actor_of_request(request)).get(pk=rule_id)
    versioned(request, found.version)
    return RuleAnswer.of(found)
