"""Breaking numbers down by the organisation as it was on each row's own day: a mover counts in the old team before the move."""

from collections.abc import Collection, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import pgettext_lazy

from cadre.metrics.declarations import Dimension, Join
from cadre.metrics.registry import register


def _in_force(alias: str) -> str:
    return f'{alias}.valid_from <= f."on" AND ({alias}.valid_to IS NULL OR {alias}.valid_to > f."on")'


ASSIGNMENT = Join(
    "assignment", "people_assignment", f"assignment.employee_id = f.person_id AND {_in_force('assignment')}"
)
PLACEMENT = Join(
    "placement", "people_teamplacement", f"placement.team_id = assignment.team_id AND {_in_force('placement')}"
)
ABOVE = Join("above", "people_teamplacement", f"above.team_id = placement.parent_id AND {_in_force('above')}")
LEAD = Join("team_lead", "people_teamlead", f"team_lead.team_id = assignment.team_id AND {_in_force('team_lead')}")
LEAD_ABOVE = Join(
    "lead_above", "people_teamlead", f"lead_above.team_id = placement.parent_id AND {_in_force('lead_above')}"
)
TERRITORY = Join(
    "territory", "people_territoryowner", f"territory.employee_id = f.person_id AND {_in_force('territory')}"
)


def _names(model: str, keys: Collection[Any]) -> Mapping[Any, str]:
    """Names by key in the model's own order."""
    found = apps.get_model(model)._default_manager.filter(pk__in=keys)
    return {row.pk: str(row) for row in found}


def _people(keys: Collection[Any]) -> Mapping[Any, str]:
    """Names of hundreds of people at a time, without a record made for each."""
    found = apps.get_model("people.Employee")._default_manager.filter(pk__in=keys)
    return dict(found.values_list("pk", "name"))


register(
    Dimension(
        "employee",
        pgettext_lazy("dimension", "Person"),
        "f.person_id",
        labels=_people,
    ),
    Dimension(
        "team",
        pgettext_lazy("dimension", "Team"),
        "assignment.team_id",
        (ASSIGNMENT,),
        labels=lambda keys: _names("people.Team", keys),
    ),
    Dimension(
        "manager",
        pgettext_lazy("dimension", "Manager"),
        # The lead of one's team; for the lead himself, and where the team has none, the lead of the team above
        "CASE WHEN team_lead.employee_id <> f.person_id THEN team_lead.employee_id ELSE lead_above.employee_id END",
        (ASSIGNMENT, PLACEMENT, LEAD, LEAD_ABOVE),
        labels=_people,
    ),
    Dimension(
        "office",
        pgettext_lazy("dimension", "Office"),
        "COALESCE(placement.office_id, above.office_id)",
        (ASSIGNMENT, PLACEMENT, ABOVE),
        labels=lambda keys: _names("people.Office", keys),
    ),
    Dimension(
        "position",
        pgettext_lazy("dimension", "Position"),
        "assignment.position_id",
        (ASSIGNMENT,),
        labels=lambda keys: _names("people.Position", keys),
    ),
    # What somebody sells counts for every territory he owns on the day; so territories do not add up to the whole
    Dimension(
        "territory",
        pgettext_lazy("dimension", "Territory"),
        "territory.territory_id",
        (TERRITORY,),
        labels=lambda keys: _names("people.Territory", keys),
        partition=False,
    ),
)
