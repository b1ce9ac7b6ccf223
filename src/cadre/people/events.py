"""What happens to the organisation, told upwards."""

import datetime as dt

from cadre.kernel.events import event


@event("people.employee_joined")
class EmployeeJoined:
    employee_id: int
    team_id: int
    on: dt.date


@event("people.employee_changed")
class EmployeeChanged:
    employee_id: int


@event("people.employee_moved")
class EmployeeMoved:
    employee_id: int
    team_id: int
    on: dt.date


@event("people.employee_left")
class EmployeeLeft:
    """Told when the departure is decided; `on` is the first day on which he no longer belongs to the company."""

    employee_id: int
    on: dt.date


@event("people.departure_withdrawn")
class DepartureWithdrawn:
    employee_id: int


@event("people.employee_returned")
class EmployeeReturned:
    employee_id: int
    team_id: int
    on: dt.date


@event("people.leave_changed")
class LeaveChanged:
    """Leave was entered, changed or withdrawn. Why somebody is away is not told."""

    employee_id: int


@event("people.work_handed_over")
class WorkHandedOver:
    handover_id: int
    employee_id: int
    on: dt.date


@event("people.team_changed")
class TeamChanged:
    """A team was made, renamed, hung elsewhere, given a lead, or closed."""

    team_id: int
    on: dt.date


@event("people.territory_changed")
class TerritoryChanged:
    territory_id: int


@event("people.company_changed")
class CompanyChanged:
    """The profile, the holidays or the exchange rates changed; what was computed from them may be stale."""

    what: str
