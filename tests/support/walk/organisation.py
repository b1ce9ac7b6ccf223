"""The walk through people: the organisation is open to every colleague, changing it is not."""

from tests.support.walk import ADMINISTRATOR, DIRECTOR, EVERYONE, EXECUTIVE, HR, NOBODY, OPERATIONS, Address

MOVERS = HR | OPERATIONS | ADMINISTRATOR | DIRECTOR
ORGANISERS = HR | OPERATIONS | ADMINISTRATOR
KEEPERS = OPERATIONS | ADMINISTRATOR
PERSON, TEAM, TERRITORY = {"employee_id": "employee"}, {"team_id": "team"}, {"territory_id": "territory"}
OFFICE, HOLIDAY, SIGN_IN = {"office_id": "office"}, {"holiday_id": "holiday"}, {"user_id": "sign_in"}
LINE = {**PERSON, "line_id": "line"}
LEAVE = {"leave_id": "leave"}
# HR for everybody, others for those below them and never for themselves
LEAVE_ENTERERS = frozenset({"manager_chen"}) | DIRECTOR | HR | ADMINISTRATOR

ADDRESSES = [
    Address("people:org-chart", get=EVERYONE),
    Address("people:employee-list", get=EVERYONE),
    Address("people:employee-options", get=EVERYONE, query={"q": "lin"}),
    Address("people:employee-join", get=MOVERS, post=MOVERS),
    Address("people:employee-record", get=EVERYONE, keys=PERSON, shows=("leave",)),
    Address("people:employee-change", get=MOVERS, post=MOVERS, keys=PERSON),
    Address("people:employee-move", get=MOVERS, post=MOVERS, keys=PERSON),
    Address("people:employee-leave", get=MOVERS, post=MOVERS, keys=PERSON),
    Address("people:employee-rehire", get=MOVERS, post=MOVERS, keys=PERSON),
    Address("people:departure-withdraw", post=MOVERS, keys=PERSON),
    Address("people:dotted-line-draw", get=MOVERS, post=MOVERS, keys=PERSON),
    Address("people:dotted-line-end", post=MOVERS, keys=LINE),
    Address("people:leave-enter", get=LEAVE_ENTERERS, post=LEAVE_ENTERERS, keys=PERSON),
    Address("people:leave-change", get=LEAVE_ENTERERS, post=LEAVE_ENTERERS, keys=LEAVE),
    Address("people:leave-withdraw", post=LEAVE_ENTERERS, keys=LEAVE),
    Address("people:team-list", get=EVERYONE),
    Address("people:team-create", get=MOVERS, post=MOVERS),
    Address("people:team-record", get=EVERYONE, keys=TEAM),
    *[
        Address(f"people:team-{verb}", get=MOVERS, post=MOVERS, keys=TEAM)
        for verb in ("change", "move", "lead", "close")
    ],
    Address("people:territory-list", get=EVERYONE),
    Address("people:territory-create", get=MOVERS, post=MOVERS),
    Address("people:territory-record", get=EVERYONE, keys=TERRITORY),
    Address("people:territory-change", get=MOVERS, post=MOVERS, keys=TERRITORY),
    Address("people:territory-assign", get=MOVERS, post=MOVERS, keys=TERRITORY),
    Address("people:territory-remove", post=MOVERS, keys=TERRITORY),
    Address("people:company", get=MOVERS | EXECUTIVE),
    Address("people:company-change", get=KEEPERS, post=KEEPERS),
    Address("people:office-create", get=ORGANISERS, post=ORGANISERS),
    Address("people:office-rename", get=ORGANISERS, post=ORGANISERS, keys=OFFICE),
    Address("people:office-remove", post=ORGANISERS, keys=OFFICE),
    Address("people:holiday-add", get=KEEPERS | HR, post=KEEPERS | HR),
    Address("people:holiday-remove", post=KEEPERS | HR, keys=HOLIDAY),
    Address("people:rate-set", get=KEEPERS, post=KEEPERS),
    Address("people:sign-in-list", get=ORGANISERS),
    Address("people:sign-in-create", get=ORGANISERS, post=ORGANISERS),
    Address("people:sign-in-record", get=ORGANISERS, keys=SIGN_IN),
    Address("people:sign-in-roles", get=ADMINISTRATOR, post=ADMINISTRATOR, keys=SIGN_IN),
    *[
        Address(f"people:sign-in-{verb}", post=ADMINISTRATOR, keys=SIGN_IN)
        for verb in ("reset", "deactivate", "reactivate")
    ],
    # The link is the permission; this one is spent
    Address("people:password-choose", get=NOBODY, post=NOBODY, keys={**SIGN_IN, "token": "token"}),
    Address("people:audit-list", get=ADMINISTRATOR),
    Address("people:audit-record", get=ADMINISTRATOR, keys={"entry_id": "entry"}),
]
