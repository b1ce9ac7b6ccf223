"""The organisation's tables, effective-dated."""

from cadre.people.models.employee import Employee
from cadre.people.models.employment import EarlierEmployment, Handover
from cadre.people.models.leave import Leave
from cadre.people.models.position import Assignment, DottedLine, JobFamily, JobLevel, Position
from cadre.people.models.team import Office, Team, TeamLead, TeamPlacement
from cadre.people.models.territory import Territory, TerritoryOwner

__all__ = [
    "Assignment",
    "DottedLine",
    "EarlierEmployment",
    "Employee",
    "Handover",
    "JobFamily",
    "JobLevel",
    "Leave",
    "Office",
    "Position",
    "Team",
    "TeamLead",
    "TeamPlacement",
    "Territory",
    "TerritoryOwner",
]
