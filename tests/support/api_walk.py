"""Every operation of the API with an address and a body that make sense, for walks as every role.

A new operation is picked up by itself; one that needs a body and has none here fails the walk by name.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ninja.operation import Operation

from cadre.api.root import api
from cadre.cockpit import services as cockpit
from cadre.cockpit.models import Alert
from cadre.crm import services
from cadre.crm.models import LossReason
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.calendar.queries import period_of
from cadre.kernel.calendar.services import rebuild
from cadre.kernel.models import CompanyProfile
from cadre.people import services as people
from cadre.people.models import Position, Team
from cadre.voice import services as voice
from tests.support.cast import Cast
from tests.support.deals import account, actor, criteria, deal, product, stage
from tests.support.files import products_file
from tests.support.walk.imports import FILE
from tests.support.walk.targets import records as targets

MARK = "Zanzibar"
"""Stands in everything that belongs to rep_lin alone: whoever may not see it must never be sent the word."""


@dataclass(frozen=True)
class Scene:
    """Records of rep_lin, by the names that addresses use."""

    ids: dict[str, int]
    cast: Cast


@dataclass(frozen=True)
class Step:
    """One operation, ready to be called."""

    operation: Operation
    method: str
    path: str
    body: dict[str, Any] | None

    @property
    def name(self) -> str:
        return self.operation.operation_id or ""


def set_scene(cast: Cast) -> Scene:
    """Records of every kind that belong to rep_lin."""
    lin = cast.rep_lin
    where = account(lin, f"{MARK} Trading")
    made = deal(lin, where=where, next_step=f"Ask {MARK}", external_id=MARK)
    contact = services.create_contact(actor=actor(lin), account_id=where.pk, name=f"Ms {MARK}")
    done = services.record_activity(
        actor=actor(lin), kind="call", subject=f"Called {MARK}", opportunity_id=made.pk, contact_id=contact.pk
    )
    rating = voice.record_rating(actor=actor(lin), account_id=where.pk, score=4, activity_id=done.pk, words=MARK)
    year = clock.today().year
    rebuild(CompanyProfile.objects.get(), dt.date(year - 1, 1, 1), dt.date(year + 2, 1, 1))
    given = targets(cast)
    ids = {
        "plan_id": given["plan"],
        "target_id": given["target"],
        "opportunity_id": made.pk,
        "account_id": where.pk,
        "contact_id": contact.pk,
        "activity_id": done.pk,
        "rating_id": rating.pk,
        "product_id": product().pk,
        "reason_id": LossReason.objects.get(key="timing").pk,
        "criterion_id": criteria()[0],
        "employee_id": Cast.employee(cast.rep_gao).pk,
        "team_id": Team.objects.get(name="North").pk,
        **_organisation(cast),
        **_cockpit(cast, made.pk),
    }
    return Scene(ids, cast)


def _cockpit(cast: Cast, deal_id: int) -> dict[str, int]:
    """A dashboard, a rule and an alert of rep_lin's own."""
    lin = actor(cast.rep_lin)
    board = cockpit.create_dashboard(actor=lin, title=f"{MARK} numbers")
    tile = cockpit.add_tile(
        actor=lin, dashboard_id=board.pk, kind="number", metrics=["bookings.amount"], title=f"{MARK} won"
    )
    rule = cockpit.create_rule(actor=lin, condition="idle", most=30)
    alert = Alert.objects.create(
        rule=rule, recipient_id=lin.user_id, matter="deal", opportunity_id=deal_id, params={"deal": MARK, "days": 40}
    )
    return {"dashboard_id": board.pk, "tile_id": tile.pk, "rule_id": rule.pk, "alert_id": alert.pk}


def _organisation(cast: Cast) -> dict[str, int]:
    """An office, a family and a level that nothing hangs on, a position, a territory and a functional line."""
    gao, hsu = Cast.employee(cast.rep_gao).pk, Cast.employee(cast.rep_hsu).pk
    today = clock.today()
    return {
        "office_id": people.create_office(actor=SYSTEM, name="Empty").pk,
        "family_id": people.create_job_family(actor=SYSTEM, name="Odd jobs").pk,
        "level_id": people.create_job_level(actor=SYSTEM, name="Odd level").pk,
        "position_id": Position.objects.get(key="sales-analyst").pk,
        "territory_id": people.create_territory(actor=SYSTEM, name="The north", on=today).pk,
        "line_id": people.draw_dotted_line(actor=SYSTEM, employee_id=gao, manager_id=hsu, on=today).pk,
        "leave_id": people.enter_leave(
            actor=SYSTEM, employee_id=gao, kind="annual", valid_from=today, valid_to=today + dt.timedelta(days=5)
        ).pk,
        "import_id": products_file(SYSTEM).pk,
        "chief_id": Cast.employee(cast.director_shen).pk,
    }


def steps(scene: Scene) -> Iterator[Step]:
    """Every operation with its address and body."""
    bodies = _bodies(scene)
    for address, operation in api().addresses():
        path = address.replace("{key}", "bookings.amount")
        for name, value in scene.ids.items():
            path = path.replace("{int:" + name + "}", str(value))
        query = {"search.find": f"?q={MARK}", "metrics.query": "?metric=bookings.amount&by=employee"}
        path += query.get(operation.operation_id or "", "")
        for method in operation.methods:
            body = None if method in {"GET", "DELETE"} else bodies[operation.operation_id]
            yield Step(operation, method, path, body)


def _bodies(scene: Scene) -> dict[str | None, dict[str, Any]]:
    ids, today = scene.ids, clock.today().isoformat()
    later = (clock.today() + dt.timedelta(days=40)).isoformat()
    deals, version = [ids["opportunity_id"]], {"expected_version": 1}
    gao, hsu = (Cast.employee(user).pk for user in (scene.cast.rep_gao, scene.cast.rep_hsu))
    return {
        "crm.account.archive": version,
        "crm.account.change": version | {"name": "Changed"},
        "crm.account.create": {"name": "New"},
        "crm.activity.change": version | {"subject": "Changed"},
        "crm.activity.complete": {},
        "crm.activity.record": {"kind": "note", "body": "New", "opportunity_id": ids["opportunity_id"]},
        "crm.contact.change": version | {"name": "Changed"},
        "crm.contact.create": {"name": "New", "account_id": ids["account_id"]},
        "crm.forecast.call": {"who": f"person-{gao}", "commit_minor": 100, "note": "New"},
        "crm.forecast.keep": {},
        "crm.opportunity.change": version | {"next_step": "Changed"},
        "crm.opportunity.create": {"product_id": ids["product_id"], "account_id": ids["account_id"]},
        "crm.opportunity.lose": {"loss_reason": "price"},
        "crm.opportunity.meet_criterion": {},
        "crm.opportunity.move": {"stage_id": stage("needs").pk},
        "crm.opportunity.reassign": {"opportunity_ids": deals, "owner_id": gao},
        "crm.opportunity.reopen": {"stage_id": stage("lead").pk},
        "crm.opportunity.reschedule": {"opportunity_ids": deals, "expected_close_on": later},
        "crm.opportunity.win": {"met": criteria()},
        **_of_the_catalogue(version),
        "me.notification.read": {},
        **_of_the_cockpit(ids),
        **_of_targets(ids),
        "people.employee.change": version | {"phone": "1"},
        "people.employee.join": {"name": "New", "hired_on": today, "team_id": ids["team_id"]},
        "people.employee.leave": {"left_on": later},
        "people.employee.move": {"team_id": ids["team_id"], "on": today},
        "people.employee.withdraw_departure": {},
        **_of_the_organisation(ids, today),
        "people.team.change": version | {"kind": "region"},
        "people.team.create": {"name": "New", "on": today, "parent_id": ids["team_id"]},
        "people.team.lead": {"employee_id": hsu, "on": today},
        "voice.rating.record": {"account_id": ids["account_id"], "score": 5, "opportunity_id": ids["opportunity_id"]},
    }


def _of_the_catalogue(version: dict[str, int]) -> dict[str | None, dict[str, Any]]:
    return {
        "crm.loss_reason.change": version | {"name_en": "Changed"},
        "crm.loss_reason.create": {"name_en": "New"},
        "crm.product.change": version | {"series": "Changed"},
        "crm.product.create": {"name": "New"},
    }


def _of_the_organisation(ids: dict[str, int], today: str) -> dict[str | None, dict[str, Any]]:
    named, since = {"expected_version": 1, "name": "Changed"}, {"on": today}
    place = {"family_id": ids["family_id"], "level_id": ids["level_id"]}
    return {
        "imports.import.start": FILE,
        "imports.import.map": {"constants": {"series": "GTX"}},
        "imports.import.fix": {"field": "name", "value": "Widget", "action": "skip"},
        "imports.import.withdraw_fix": {"field": "name", "value": "Widget"},
        "imports.import.begin": {},
        "imports.import.undo": {},
        "people.office.create": {"name": "New"},
        "people.office.rename": named,
        "people.office.close": since,
        "people.office.reopen": {},
        "people.job_family.create": {"name": "New"},
        "people.job_family.change": named,
        "people.job_family.place": {"after_id": None},
        "people.job_family.retire": since,
        "people.job_family.restore": {},
        "people.job_level.create": {"name": "New"},
        "people.job_level.change": named,
        "people.job_level.place": {"after_id": None},
        "people.job_level.retire": since,
        "people.job_level.restore": {},
        "people.position.create": {"name": "New", **place},
        "people.position.change": named | place,
        "people.position.retire": since,
        "people.position.restore": {},
        "people.territory.create": {"name": "New", **since},
        "people.territory.change": named,
        "people.territory.assign": {"employee_id": ids["employee_id"], **since},
        "people.territory.release": since,
        "people.dotted_line.draw": {"manager_id": ids["chief_id"], **since},
        "people.dotted_line.end": since,
        "people.leave.change": {"expected_version": 1, "note": "Changed"},
        "people.leave.enter": {"employee_id": ids["chief_id"], "kind": "sick", "valid_from": today},
        "people.team.end_lead": since,
        "people.team.move": {"parent_id": None, **since},
        "people.team.close": since,
    }


def _of_the_cockpit(ids: dict[str, int]) -> dict[str | None, dict[str, Any]]:
    return {
        "cockpit.dashboard.create": {"title": "New"},
        "cockpit.dashboard.change": {"expected_version": 1, "note": "Changed"},
        "cockpit.dashboard.copy": {},
        "cockpit.home.set": {"is_home": True},
        "cockpit.subscription.set": {"rhythm": "week"},
        "cockpit.dashboard.share": {"roles": ["rep"], "teams": [ids["team_id"]]},
        "cockpit.tile.add": {"kind": "bar", "metrics": ["bookings.amount"], "by": ["product"]},
        "cockpit.tile.arrange": {"tiles": [ids["tile_id"]]},
        "cockpit.tile.change": {"expected_version": 1, "width": 12},
        "cockpit.rule.create": {"condition": "idle", "most": 30},
        "cockpit.rule.change": {"expected_version": 1, "most": 20},
        "cockpit.alert.mute": {},
        "cockpit.alert.unmute": {},
        "cockpit.alert.mute_many": {"alerts": [ids["alert_id"]]},
        "cockpit.alert.unmute_many": {"alerts": [ids["alert_id"]]},
    }


def _of_targets(ids: dict[str, int]) -> dict[str | None, dict[str, Any]]:
    quarter, today = period_of(clock.today(), "quarter").name, clock.today().isoformat()
    new = {"metric": "bookings.amount", "period_kind": "quarter", "period": quarter}
    return {
        "targets.goal.set": new | {"title": "New", "value": 1},
        "targets.plan.start": new,
        "targets.plan.divide": {"total": 1000, "basis": "equal"},
        "targets.cells.set": {"cells": [{"kind": "company", "period": quarter, "value": 1}]},
        "targets.plan.submit": {},
        "targets.plan.approve": {},
        "targets.plan.send_back": {"note": "Too much"},
        "targets.approval.set": {"needs_second": True},
        "targets.target.acknowledge": {"target_ids": [ids["target_id"]]},
        "targets.target.question": {"reason": "Too much"},
        "targets.target.answer": {"answer": "No"},
        "targets.target.change": {"value": 1, "from_on": today, "reason": "Moved"},
    }
