"""The people of every test, each with a fixed part.

director_shen            leads the company
├── manager_chen         leads team North: rep_lin, rep_gao
└── manager_wu           leads team South: rep_hsu

ops_tsai, hr_fang, admin_root have no team; stranger_wang is a rep of team South, so nothing of team North is his.
"""

import datetime as dt
from dataclasses import dataclass, fields

from cadre.kernel.access import Actor, Role, actor_of
from cadre.kernel.models import CompanyProfile, User
from cadre.people.models import Assignment, Employee, Office, Position, Team, TeamLead, TeamPlacement

BEGIN = dt.date(2020, 1, 1)
PASSWORD = "an honest password"


@dataclass
class Cast:
    director_shen: User
    manager_chen: User
    manager_wu: User
    rep_lin: User
    rep_gao: User
    rep_hsu: User
    stranger_wang: User
    ops_tsai: User
    hr_fang: User
    marketing_yu: User
    service_bao: User
    executive_qiu: User
    admin_root: User

    def everyone(self) -> list[User]:
        return [getattr(self, f.name) for f in fields(self)]

    @staticmethod
    def actor(user: User) -> Actor:
        return actor_of(user)

    @staticmethod
    def employee(user: User) -> Employee:
        return Employee.objects.get(user=user)


def assemble() -> Cast:
    """Create the cast, its teams and the company profile."""
    CompanyProfile.objects.get_or_create(pk=1, defaults={"name": "Test Company", "currency": "USD"})
    roles = {
        "director_shen": Role.DIRECTOR,
        "manager_chen": Role.MANAGER,
        "manager_wu": Role.MANAGER,
        "rep_lin": Role.REP,
        "rep_gao": Role.REP,
        "rep_hsu": Role.REP,
        "stranger_wang": Role.REP,
        "ops_tsai": Role.OPERATIONS,
        "hr_fang": Role.HR,
        "marketing_yu": Role.MARKETING,
        "service_bao": Role.SERVICE,
        "executive_qiu": Role.EXECUTIVE,
        "admin_root": Role.ADMINISTRATOR,
    }
    cast = Cast(**{name: _person(name, role) for name, role in roles.items()})
    company = team("Company", None, cast.director_shen, kind=Team.Kind.COMPANY)
    north = team("North", company, cast.manager_chen, office=Office.objects.create(name="North Office"))
    south = team("South", company, cast.manager_wu, office=Office.objects.create(name="South Office"))
    for user, where in [
        (cast.rep_lin, north),
        (cast.rep_gao, north),
        (cast.rep_hsu, south),
        (cast.stranger_wang, south),
    ]:
        assign(Cast.employee(user), where)
    return cast


def team(
    name: str, parent: Team | None, lead: User, *, office: Office | None = None, kind: str = Team.Kind.SALES
) -> Team:
    """A team placed under `parent`, led by somebody who also belongs to it."""
    made = Team.objects.create(name=name, kind=kind)
    TeamPlacement.objects.create(team=made, parent=parent, office=office, valid_from=BEGIN)
    TeamLead.objects.create(team=made, employee=Cast.employee(lead), valid_from=BEGIN)
    assign(Cast.employee(lead), made, position="sales-manager")
    return made


def assign(
    employee: Employee, where: Team, *, since: dt.date = BEGIN, position: str = "sales-representative"
) -> Assignment:
    return Assignment.objects.create(
        employee=employee, team=where, position=Position.objects.get(key=position), valid_from=since
    )


def _person(key: str, role: Role) -> User:
    name = " ".join(part.capitalize() for part in reversed(key.split("_")))
    user = User.objects.create_user(f"{key}@test.example", name, PASSWORD, roles=[role.value])
    Employee.objects.create(user=user, name=name, email=user.email, hired_on=BEGIN)
    return user
