"""Questions about the organisation, each as of a day."""

from cadre.people.queries.chart import OrgChart, Person, TeamNode, org_chart
from cadre.people.queries.company import company_profile, exchange_rates, holidays
from cadre.people.queries.directory import (
    assignments_of,
    dotted_lines_of,
    due_handovers,
    employee_by_id,
    employees,
    handovers_of,
    offices,
    positions,
    team_by_id,
    teams,
    teams_on,
    territories,
    territory_by_id,
)
from cadre.people.queries.movements import Movement, coming_movements
from cadre.people.queries.owned import OwnedPart, default_receiver, owned_by
from cadre.people.queries.reporting import (
    Organisation,
    employee_id_of_user,
    employees_below,
    led_by,
    manager_of,
    organisation_on,
    teams_below,
)
from cadre.people.queries.sellers import sellers_below
from cadre.people.queries.sign_ins import audit_entries, sign_ins

__all__ = [
    "Movement",
    "OrgChart",
    "Organisation",
    "OwnedPart",
    "Person",
    "TeamNode",
    "assignments_of",
    "audit_entries",
    "coming_movements",
    "company_profile",
    "default_receiver",
    "dotted_lines_of",
    "due_handovers",
    "employee_by_id",
    "employee_id_of_user",
    "employees",
    "employees_below",
    "exchange_rates",
    "handovers_of",
    "holidays",
    "led_by",
    "manager_of",
    "offices",
    "org_chart",
    "organisation_on",
    "owned_by",
    "positions",
    "sellers_below",
    "sign_ins",
    "team_by_id",
    "teams",
    "teams_below",
    "teams_on",
    "territories",
    "territory_by_id",
]
