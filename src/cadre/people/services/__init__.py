"""The verbs of the organisation: the only way it changes. All take keywords, ids and plain values."""

from cadre.people.services.company import (
    add_holiday,
    change_company_profile,
    remove_holiday,
    set_exchange_rate,
)
from cadre.people.services.departures import leave_employee, rehire_employee, withdraw_departure
from cadre.people.services.employees import (
    change_employee,
    join_employee,
    move_employee,
)
from cadre.people.services.handovers import carry_out_handover
from cadre.people.services.ladder import (
    change_job_family,
    change_job_level,
    change_position,
    create_job_family,
    create_job_level,
    create_position,
    place_job_family,
    place_job_level,
    restore_job_family,
    restore_job_level,
    restore_position,
    retire_job_family,
    retire_job_level,
    retire_position,
)
from cadre.people.services.leaves import change_leave, enter_leave, require_leave_reach, withdraw_leave
from cadre.people.services.lines import draw_dotted_line, end_dotted_line
from cadre.people.services.offices import close_office, create_office, remove_office, rename_office, reopen_office
from cadre.people.services.sign_ins import (
    change_sign_in,
    choose_password,
    create_sign_in,
    deactivate_sign_in,
    grant_roles,
    reactivate_sign_in,
    reset_sign_in,
)
from cadre.people.services.teams import appoint_lead, change_team, close_team, create_team, end_lead, move_team
from cadre.people.services.territories import (
    assign_territory,
    change_territory,
    create_territory,
    release_territory,
    remove_territory,
)

__all__ = [
    "add_holiday",
    "appoint_lead",
    "assign_territory",
    "carry_out_handover",
    "change_company_profile",
    "change_employee",
    "change_job_family",
    "change_job_level",
    "change_leave",
    "change_position",
    "change_sign_in",
    "change_team",
    "change_territory",
    "choose_password",
    "close_office",
    "close_team",
    "create_job_family",
    "create_job_level",
    "create_office",
    "create_position",
    "create_sign_in",
    "create_team",
    "create_territory",
    "deactivate_sign_in",
    "draw_dotted_line",
    "end_dotted_line",
    "end_lead",
    "enter_leave",
    "grant_roles",
    "join_employee",
    "leave_employee",
    "move_employee",
    "move_team",
    "place_job_family",
    "place_job_level",
    "reactivate_sign_in",
    "rehire_employee",
    "release_territory",
    "remove_holiday",
    "remove_office",
    "remove_territory",
    "rename_office",
    "reopen_office",
    "require_leave_reach",
    "reset_sign_in",
    "restore_job_family",
    "restore_job_level",
    "restore_position",
    "retire_job_family",
    "retire_job_level",
    "retire_position",
    "set_exchange_rate",
    "withdraw_departure",
    "withdraw_leave",
]
