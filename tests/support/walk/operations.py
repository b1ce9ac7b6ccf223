"""The walk through the REST API."""

from tests.support.walk import (
    ADMINISTRATOR,
    DIRECTOR,
    EVERYONE,
    HR,
    LINS,
    LINS_TO_SEE,
    MARKETING,
    OPERATIONS,
    REPS,
    SELLERS,
    SERVICE,
    Operation,
)
from tests.support.walk.cockpit import ALERT, LIN, RULE, SEEING, TILE
from tests.support.walk.cockpit import DASHBOARD as BOARD
from tests.support.walk.organisation import LEAVE_ENTERERS

CUSTOMERS = LINS_TO_SEE | MARKETING | SERVICE
CURATORS = OPERATIONS | ADMINISTRATOR
MOVERS = HR | CURATORS | DIRECTOR
# Who gives deals to other people
SHARERS = LINS - {"rep_lin"}
KEEPERS = SELLERS - REPS
NUMBER = {"who": "@lins_forecast", "commit_minor": 100, "note": "a word"}
ACCOUNT, CONTACT = {"account_id": "account"}, {"contact_id": "contact"}
DEAL, ACTIVITY, PRODUCT = {"opportunity_id": "opportunity"}, {"activity_id": "activity"}, {"product_id": "product"}
PERSON, TEAM, METRIC = {"employee_id": "employee"}, {"team_id": "team"}, {"key": "metric"}
LEAVE, RATING = {"leave_id": "leave"}, {"rating_id": "rating"}
LEAVES_SEEN = LEAVE_ENTERERS | {"rep_lin"}
CRITERION = {**DEAL, "criterion_id": "criterion"}


def version_of(record: str) -> dict[str, str]:
    return {"expected_version": f"@{record}_version"}


ORGANISATION = [
    *[Operation(f"people.{noun}.list", EVERYONE) for noun in ("employee", "team")],
    Operation("people.chart.get", EVERYONE),
    Operation("people.employee.get", EVERYONE, PERSON),
    Operation("people.employee.join", MOVERS, body={"name": "Brand new", "hired_on": "@today", "team_id": "@north"}),
    Operation("people.employee.change", MOVERS, PERSON, body={"phone": "1", "expected_version": "@employee_version"}),
    Operation("people.employee.move", MOVERS, PERSON, body={"team_id": "@team", "on": "@tomorrow"}),
    Operation("people.employee.leave", MOVERS, PERSON, body={"left_on": "@tomorrow"}),
    Operation("people.employee.withdraw_departure", MOVERS, PERSON),
    Operation("people.leave.list", EVERYONE, shows=("leave",)),
    Operation("people.leave.get", LEAVES_SEEN, LEAVE),
    Operation(
        "people.leave.enter",
        LEAVE_ENTERERS,
        body={"employee_id": "@employee", "kind": "annual", "valid_from": "2031-03-01", "valid_to": "2031-03-02"},
    ),
    Operation("people.leave.change", LEAVE_ENTERERS, LEAVE, body={"note": "x", "expected_version": "@leave_version"}),
    Operation("people.leave.withdraw", LEAVE_ENTERERS, LEAVE),
    Operation("people.team.get", EVERYONE, TEAM),
    Operation("people.team.create", MOVERS, body={"name": "Another", "on": "@today", "parent_id": "@north"}),
    Operation("people.team.change", MOVERS, TEAM, body={"name": "Other", "expected_version": "@team_version"}),
    Operation("people.team.move", MOVERS, TEAM, body={"parent_id": "@north", "on": "@tomorrow"}),
    Operation("people.team.lead", MOVERS, TEAM, body={"employee_id": "@employee", "on": "@tomorrow"}),
]
METRICS = [
    Operation("metrics.list", EVERYONE),
    Operation("metrics.explain", EVERYONE, METRIC),
    Operation("metrics.query", EVERYONE, query={"metric": "bookings.amount", "by": "account"}),
    Operation("metrics.rows", EVERYONE, METRIC),
]
OPERATIONS_OF_THE_API = [
    Operation("me.get", EVERYONE),
    Operation("me.notification.list", EVERYONE),
    Operation("me.notification.read", EVERYONE),
    Operation("events.list", CURATORS),
    Operation("search.find", EVERYONE, query={"q": "Quincunx"}, shows=("account",)),
    *ORGANISATION,
    *METRICS,
    Operation("crm.account.list", EVERYONE, shows=("account",)),
    Operation("crm.account.create", SELLERS, body={"name": "Brand new"}),
    Operation("crm.account.get", CUSTOMERS, ACCOUNT, shows=("account",)),
    Operation("crm.account.change", LINS, ACCOUNT, body={"industry": "x", **version_of("account")}),
    Operation("crm.account.archive", SHARERS, ACCOUNT, body=version_of("account")),
    Operation("crm.account.timeline", CUSTOMERS, ACCOUNT),
    Operation("crm.contact.list", EVERYONE, shows=("contact",)),
    Operation("crm.contact.create", LINS, body={"name": "Brand new", "account_id": "@account"}, foreign=422),
    Operation("crm.contact.get", CUSTOMERS, CONTACT, shows=("contact",)),
    Operation("crm.contact.change", LINS, CONTACT, body={"title": "x", **version_of("contact")}),
    Operation("crm.contact.remove", LINS, CONTACT),
    Operation("crm.opportunity.list", EVERYONE, shows=("opportunity",)),
    Operation("crm.opportunity.create", SELLERS, body={"product_id": "@product"}),
    Operation("crm.opportunity.get", LINS_TO_SEE, DEAL, shows=("opportunity",)),
    Operation("crm.opportunity.change", LINS, DEAL, body={"next_step": "x", **version_of("opportunity")}),
    Operation("crm.opportunity.criteria", LINS_TO_SEE, DEAL),
    Operation("crm.opportunity.timeline", LINS_TO_SEE, DEAL),
    Operation("crm.opportunity.chance", LINS_TO_SEE, DEAL),
    Operation("crm.forecast.get", EVERYONE),
    Operation("crm.forecast.snapshots", EVERYONE),
    Operation("crm.forecast.keep", KEEPERS),
    Operation("crm.forecast.call", frozenset({"manager_chen"}) | DIRECTOR, body=NUMBER, foreign=422),
    Operation("crm.opportunity.meet_criterion", LINS, CRITERION),
    Operation("crm.opportunity.unmeet_criterion", LINS, CRITERION),
    Operation("crm.opportunity.win", LINS, DEAL, body=version_of("opportunity")),
    Operation("crm.opportunity.lose", LINS, DEAL, body={"loss_reason": "price", **version_of("opportunity")}),
    Operation("crm.opportunity.move", LINS, DEAL, body={"stage_id": "@stage", **version_of("opportunity")}),
    Operation(
        "crm.opportunity.reopen", SHARERS, {"opportunity_id": "won"}, body={"stage_id": "@stage", **version_of("won")}
    ),
    Operation(
        "crm.opportunity.reassign",
        SHARERS,
        body={"opportunity_ids": ["@opportunity"], "owner_id": "@other_employee"},
        foreign=422,
    ),
    Operation(
        "crm.opportunity.reschedule", LINS, body={"opportunity_ids": ["@opportunity"], "expected_close_on": "@today"}
    ),
    Operation("crm.activity.list", EVERYONE, shows=("activity",)),
    Operation(
        "crm.activity.record",
        LINS,
        body={"kind": "call", "subject": "x", "opportunity_id": "@opportunity"},
        foreign=422,
    ),
    Operation("crm.activity.get", LINS_TO_SEE, ACTIVITY, shows=("activity",)),
    Operation("crm.activity.change", LINS, ACTIVITY, body={"subject": "x", **version_of("activity")}),
    Operation("crm.activity.remove", LINS, ACTIVITY),
    Operation("crm.activity.complete", LINS, ACTIVITY),
    Operation("voice.rating.list", EVERYONE, shows=("rating",)),
    Operation("voice.rating.record", LINS | SERVICE, body={"account_id": "@account", "score": 4}, foreign=422),
    Operation("voice.rating.get", CUSTOMERS, RATING, shows=("rating",)),
    Operation("voice.rating.withdraw", SHARERS | SERVICE, RATING),
    Operation("crm.product.list", EVERYONE, shows=("product",)),
    Operation("crm.product.create", CURATORS, body={"name": "Brand new", "list_price_minor": 1, "currency": "USD"}),
    Operation("crm.product.get", EVERYONE, PRODUCT, shows=("product",)),
    Operation("crm.product.change", CURATORS, PRODUCT, body={"series": "x", **version_of("product")}),
    Operation("crm.stage.list", EVERYONE),
    Operation("crm.loss_reason.list", EVERYONE),
    Operation("crm.loss_reason.create", CURATORS, body={"name_en": "Brand new"}),
    Operation(
        "crm.loss_reason.change",
        CURATORS,
        {"reason_id": "loss_reason"},
        body={"name_en": "x", **version_of("loss_reason")},
    ),
    Operation("cockpit.dashboards", EVERYONE),
    Operation("cockpit.dashboard.create", EVERYONE, body={"title": "New"}),
    Operation("cockpit.dashboard.get", SEEING, BOARD),
    Operation("cockpit.dashboard.change", SEEING, BOARD, body={"note": "x", **version_of("dashboard")}),
    Operation("cockpit.dashboard.share", SEEING, BOARD, body={"roles": ["hr"]}),
    Operation("cockpit.dashboard.copy", SEEING, BOARD),
    Operation("cockpit.home.set", SEEING, BOARD, body={"is_home": True}),
    Operation("cockpit.subscription.set", SEEING, BOARD, body={"rhythm": "week"}),
    Operation("cockpit.dashboard.remove", SEEING, BOARD),
    Operation("cockpit.tiles", SEEING, BOARD),
    Operation("cockpit.tile.add", SEEING, BOARD, body={"kind": "number", "metrics": ["bookings.amount"]}),
    Operation("cockpit.tile.arrange", SEEING, BOARD, body={"tiles": ["@tile"]}),
    Operation("cockpit.tile.change", SEEING, TILE, body={"width": 4, **version_of("tile")}),
    Operation("cockpit.tile.remove", SEEING, TILE),
    Operation("cockpit.rules", EVERYONE),
    Operation("cockpit.rules.telling", EVERYONE),
    Operation("cockpit.rule.create", EVERYONE, body={"condition": "idle", "most": 30}),
    Operation("cockpit.rule.change", SEEING, RULE, body={"most": 20, **version_of("rule")}),
    Operation("cockpit.rule.remove", SEEING, RULE),
    Operation("cockpit.alert.mute", LIN, ALERT),
    Operation("cockpit.alert.unmute", LIN, ALERT),
    Operation("cockpit.alert.mute_many", LIN, body={"alerts": ["@alert"]}),
    Operation("cockpit.alert.unmute_many", LIN, body={"alerts": ["@alert"]}),
    Operation("cockpit.alerts", EVERYONE),
]
