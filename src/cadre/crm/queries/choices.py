"""What the filters of this room offer."""

from typing import Any

from django.db.models import Q

from cadre.crm import policies
from cadre.crm.countries import country_name
from cadre.crm.industries import industry_name
from cadre.crm.queries.accounts import accounts as accounts_of
from cadre.crm.queries.catalogue import loss_reasons as loss_reasons_of_company
from cadre.crm.queries.catalogue import products as products_of
from cadre.crm.queries.catalogue import stages as stages_of_process
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.visibility import Scope, employees_under
from cadre.people.queries import employees


def owners(actor: Actor) -> list[tuple[str, str]]:
    """The people whose deals the actor sees, by name."""
    people = employees(actor).employed_on(clock.today()).order_by("name")
    scope = policies.opportunity.scope(actor, policies.opportunity.see)
    if scope is Scope.SUBTREE:
        people = people.filter(pk__in=employees_under(actor))
    elif scope is not Scope.ALL:
        people = people.filter(pk=actor.employee_id)
    return [(str(pk), name) for pk, name in people.values_list("pk", "name")]


def stages(_actor: Actor) -> list[tuple[str, str]]:
    return [(str(stage.pk), stage.name) for stage in stages_of_process()]


def loss_reasons(_actor: Actor) -> list[tuple[str, str]]:
    """Every reason, the retired ones too: old deals are found by them."""
    return [(reason.key, reason.name) for reason in loss_reasons_of_company()]


def products(actor: Actor) -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in products_of(actor).values_list("pk", "name")]


def industries(actor: Actor) -> list[tuple[str, str]]:
    found = accounts_of(actor).exclude(industry="").order_by("industry").values_list("industry", flat=True).distinct()
    return [(industry, industry_name(industry)) for industry in found]


def countries(actor: Actor) -> list[tuple[str, str]]:
    found = accounts_of(actor).exclude(country="").order_by().values_list("country", flat=True).distinct()
    return sorted(((country, country_name(country)) for country in found), key=lambda pair: pair[1])


def is_mine(path: str) -> Any:
    """The condition "mine" over the path to the owner."""

    def condition(actor: Actor) -> Q:
        return Q(**{path: actor.employee_id}) if actor.employee_id else Q(pk__in=[])

    return condition
