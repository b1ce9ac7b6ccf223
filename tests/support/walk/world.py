"""The records that the walk opens: one of each kind, all of them rep_lin's, each with a word that is found nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from cadre.cockpit import services as cockpit
from cadre.cockpit.models import Alert
from cadre.crm import services as crm
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import AuditEntry, CompanyProfile, User
from cadre.people import services as people
from cadre.people.models import Assignment, Office, Position
from cadre.voice import services as voice
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, deal, product
from tests.support.files import products_file
from tests.support.walk import ADMINISTRATOR, EVERYONE, LINS_TO_SEE, MARKETING, OPERATIONS, SERVICE, Secret
from tests.support.walk.organisation import LEAVE_ENTERERS
from tests.support.walk.targets import records as targets

SECRETS = {
    "account": Secret("Quincunx", LINS_TO_SEE | MARKETING | SERVICE),
    "contact": Secret("Zephyrine", LINS_TO_SEE | MARKETING | SERVICE),
    "opportunity": Secret("Xanthic", LINS_TO_SEE),
    "activity": Secret("Yarborough", LINS_TO_SEE),
    "rating": Secret("Velutinous", LINS_TO_SEE | MARKETING | SERVICE),
    "product": Secret("Wobbegong", EVERYONE),
    "leave": Secret("Quixotic", LEAVE_ENTERERS | {"rep_lin"}),
    "dashboard": Secret("Umbriferous", frozenset({"rep_lin"}) | OPERATIONS | ADMINISTRATOR),
}


def build(cast: Cast) -> dict[str, Any]:
    """Name → key of the record, for `keys`, `query` and `body`; each room adds its own."""
    today = clock.today()
    rebuild(CompanyProfile.objects.get(), dt.date(2020, 1, 1), dt.date(2032, 12, 31))
    User.objects.filter(pk=cast.rep_lin.pk).update(is_demo=True)
    sold = _customers(cast)
    return {
        **targets(cast),
        **sold,
        **_organisation(cast),
        **_cockpit(actor(cast.rep_lin), sold["opportunity"]),
        "entry": AuditEntry.objects.order_by("pk")[0].pk,
        "today": today.isoformat(),
        "tomorrow": (today + dt.timedelta(days=1)).isoformat(),
        "metric": "bookings.amount",
        "demo_user": cast.rep_lin.pk,
        "import": products_file(SYSTEM).pk,
        "import_kind": "products",
        "nothing": 987_654_321,
        "uuid": UUID(int=7),
    }


def _keys(**records: Any) -> dict[str, int]:
    """The key and the version of each record."""
    for record in records.values():
        record.refresh_from_db()
    versions = {f"{name}_version": record.version for name, record in records.items()}
    return {name: record.pk for name, record in records.items()} | versions


def _customers(cast: Cast) -> dict[str, int]:
    """An account of lin's with a contact, an open and a won deal, a call and what the customer gave for it."""
    lin, today = actor(cast.rep_lin), clock.today()
    article = product("Wobbegong 3000", 1_000_00)
    customer = account(cast.rep_lin, "Quincunx Works")
    person = crm.create_contact(actor=lin, account_id=customer.pk, name="Zephyrine Obelisk")
    chance = crm.create_opportunity(
        actor=lin, product_id=article.pk, account_id=customer.pk, amount_minor=77_777_00, next_step="Xanthic letter"
    )
    call = crm.record_activity(actor=lin, kind="call", subject="Yarborough call", opportunity_id=chance.pk)
    won = deal(cast.rep_lin, where=customer, amount_minor=50_000_00, engaged_on=today - dt.timedelta(days=40))
    crm.win_opportunity(actor=lin, opportunity_id=won.pk, closed_on=today, met=criteria())
    keys = _keys(account=customer, contact=person, opportunity=chance, won=won, activity=call, product=article)
    words = voice.record_rating(
        actor=lin, account_id=customer.pk, activity_id=call.pk, score=4, words="Velutinous hall"
    )
    reason = crm.create_loss_reason(actor=SYSTEM, name_en="Quagmire of rules")
    return keys | _keys(loss_reason=reason, rating=words) | {"stage": chance.stage_id, "criterion": criteria()[0]}


def _organisation(cast: Cast) -> dict[str, Any]:
    """Lin himself with a functional line, and what nothing hangs on: a team, a territory, an office, a part of the ladder."""
    employee, other, today = Cast.employee(cast.rep_lin), Cast.employee(cast.rep_gao), clock.today()
    family = people.create_job_family(actor=SYSTEM, name="Odd jobs")
    level = people.create_job_level(actor=SYSTEM, name="Odd level")
    position = Position.objects.get(key="sales-analyst")
    line = people.draw_dotted_line(actor=SYSTEM, employee_id=employee.pk, manager_id=other.pk, on=today)
    leave = people.enter_leave(
        actor=SYSTEM, employee_id=employee.pk, kind="sick", valid_from=today, valid_to=today + dt.timedelta(days=3),
        note="Quixotic ailment",
    )  # fmt: skip
    return {
        **_keys(employee=employee, team=people.create_team(actor=SYSTEM, name="New team", on=today)),
        **_keys(family=family, level=level, position=position, office=Office.objects.create(name="Empty office")),
        **_keys(territory=people.create_territory(actor=SYSTEM, name="The north", on=today)),
        "chief": Cast.employee(cast.director_shen).pk,
        "lins_forecast": f"person-{employee.pk}",
        "other_employee": other.pk,
        "north": Assignment.objects.get(employee=employee).team_id,
        "line": line.pk,
        "leave": leave.pk,
        "leave_version": leave.version,
        "holiday": people.add_holiday(actor=SYSTEM, day=dt.date(2031, 1, 1), name="New year").pk,
        "sign_in": cast.rep_lin.pk,
        "token": "spent",
    }


def _cockpit(lin: Any, deal_id: int) -> dict[str, int]:
    """A dashboard that lin keeps to himself, a rule of his and what it told."""
    board = cockpit.create_dashboard(actor=lin, title="Umbriferous numbers")
    tile = cockpit.add_tile(
        actor=lin, dashboard_id=board.pk, kind="number", metrics=["bookings.amount"], period="month"
    )
    rule = cockpit.create_rule(actor=lin, condition="idle", most=30)
    alert = Alert.objects.create(
        rule=rule, recipient_id=lin.user_id, matter="deal", opportunity_id=deal_id, params={"deal": "x", "days": 40}
    )
    versions = {"dashboard_version": board.version, "tile_version": tile.version, "rule_version": rule.version}
    return {"dashboard": board.pk, "tile": tile.pk, "rule": rule.pk, "alert": alert.pk, **versions}
