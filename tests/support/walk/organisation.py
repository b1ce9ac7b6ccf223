"""The walk through people: the organisation is open to every colleague, changing it is not."""

from tests.support.walk import ADMINISTRATOR, DIRECTOR, EVERYONE, EXECUTIVE, HR, NOBODY, OPERATIONS, Address, Operation

MOVERS = HR | OPERATIONS | ADMINISTRATOR | DIRECTOR
ORGANISERS = HR | OPERATIONS | ADMINISTRATOR
KEEPERS = OPERATIONS | ADMINISTRATOR
PERSON, TEAM, TERRITORY = {"employee_id": "employee"}, {"team_id": "team"}, {"territory_id": "territory"}
OFFICE, HOLIDAY, SIGN_IN = {"office_id": "office"}, {"holiday_id": "holiday"}, {"user_id": "sign_in"}
LINE = {**PERSON, "line_id": "line"}
LEAVE = {"leave_id": "leave"}
# HR for everybody, others for those below them and never for themselves
LEAVE_ENTERERS = frozenset({"manager_chen"}) | DIRECTOR | HR | ADMINISTRATOR
POSITION = {"position_id": "position"}

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
    Address("people:territory-release", get=MOVERS, post=MOVERS, keys=TERRITORY),
    Address("people:team-lead-end", get=MOVERS, post=MOVERS, keys=TEAM),
    Address("people:position-list", get=EVERYONE),
    Address("people:position-record", get=EVERYONE, keys=POSITION),
    Address("people:position-create", get=ORGANISERS, post=ORGANISERS),
    *[
        address
        for noun, record in (("position", "position"), ("job-family", "family"), ("job-level", "level"))
        for address in (
            Address(f"people:{noun}-change", get=ORGANISERS, post=ORGANISERS, keys={"part_id": record}),
            Address(f"people:{noun}-retire", get=ORGANISERS, post=ORGANISERS, keys={"part_id": record}),
            Address(f"people:{noun}-restore", post=ORGANISERS, keys={"part_id": record}),
        )
    ],
    *[
        address
        for noun, record in (("job-family", "family"), ("job-level", "level"))
        for address in (
            Address(f"people:{noun}-create", get=ORGANISERS, post=ORGANISERS),
            Address(f"people:{noun}-place", post=ORGANISERS, keys={"part_id": record}),
        )
    ],
    Address("people:company", get=MOVERS | EXECUTIVE),
    Address("people:company-change", get=KEEPERS, post=KEEPERS),
    Address("people:office-create", get=ORGANISERS, post=ORGANISERS),
    Address("people:office-rename", get=ORGANISERS, post=ORGANISERS, keys=OFFICE),
    Address("people:office-close", get=ORGANISERS, post=ORGANISERS, keys=OFFICE),
    Address("people:office-reopen", post=ORGANISERS, keys=OFFICE),
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


def version_of(record: str) -> dict[str, str]:
    return {"expected_version": f"@{record}_version"}


FROM_TOMORROW = {"on": "@tomorrow"}
OFFICES = [
    Operation("people.office.list", EVERYONE),
    Operation("people.office.create", ORGANISERS, body={"name": "Brand new"}),
    Operation("people.office.get", EVERYONE, OFFICE),
    Operation("people.office.rename", ORGANISERS, OFFICE, body={"name": "Other", **version_of("office")}),
    Operation("people.office.close", ORGANISERS, OFFICE, body=FROM_TOMORROW),
    Operation("people.office.reopen", ORGANISERS, OFFICE),
    Operation("people.office.remove", ORGANISERS, OFFICE),
]
LADDER = [
    *[
        operation
        for noun, record in (("job_family", "family"), ("job_level", "level"))
        for operation in (
            Operation(f"people.{noun}.list", EVERYONE),
            Operation(f"people.{noun}.create", ORGANISERS, body={"name": "Brand new"}),
            Operation(
                f"people.{noun}.change",
                ORGANISERS,
                {f"{record}_id": record},
                body={"name": "Other", **version_of(record)},
            ),
            Operation(f"people.{noun}.place", ORGANISERS, {f"{record}_id": record}, body={"after_id": None}),
            Operation(f"people.{noun}.retire", ORGANISERS, {f"{record}_id": record}, body=FROM_TOMORROW),
            Operation(f"people.{noun}.restore", ORGANISERS, {f"{record}_id": record}),
        )
    ],
    Operation("people.position.list", EVERYONE),
    Operation(
        "people.position.create", ORGANISERS, body={"name": "Brand new", "family_id": "@family", "level_id": "@level"}
    ),
    Operation("people.position.get", EVERYONE, POSITION),
    Operation("people.position.holders", EVERYONE, POSITION),
    Operation("people.position.change", ORGANISERS, POSITION, body={"name": "Other", **version_of("position")}),
    Operation("people.position.retire", ORGANISERS, POSITION, body=FROM_TOMORROW),
    Operation("people.position.restore", ORGANISERS, POSITION),
]
OWNERSHIP = [
    Operation("people.territory.list", EVERYONE),
    Operation("people.territory.create", MOVERS, body={"name": "Brand new", "on": "@today"}),
    Operation("people.territory.get", EVERYONE, TERRITORY),
    Operation("people.territory.owners", EVERYONE, TERRITORY),
    Operation("people.territory.change", MOVERS, TERRITORY, body={"name": "Other", **version_of("territory")}),
    Operation("people.territory.assign", MOVERS, TERRITORY, body={"employee_id": "@employee", "on": "@tomorrow"}),
    Operation("people.territory.release", MOVERS, TERRITORY, body=FROM_TOMORROW),
    Operation("people.territory.remove", MOVERS, TERRITORY),
]
LINES = [
    Operation("people.employee.assignments", EVERYONE, PERSON),
    Operation("people.dotted_line.list", EVERYONE, PERSON),
    Operation("people.dotted_line.draw", MOVERS, PERSON, body={"manager_id": "@chief", "on": "@today"}),
    Operation("people.dotted_line.end", MOVERS, LINE, body=FROM_TOMORROW),
    Operation("people.team.end_lead", MOVERS, TEAM, body=FROM_TOMORROW),
    Operation("people.team.close", MOVERS, TEAM, body=FROM_TOMORROW),
    Operation("people.team.placements", EVERYONE, TEAM),
    Operation("people.team.leads", EVERYONE, TEAM),
]
OPERATIONS_OF_THE_ORGANISATION = [*OFFICES, *LADDER, *OWNERSHIP, *LINES]
