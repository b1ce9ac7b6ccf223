"""Dashboards: list, make, copy, change, share, remove; one's home page, and those that come by mail."""

from typing import Any

from django.http import HttpRequest

from cadre.cockpit import queries, services
from cadre.cockpit.api.routing import router
from cadre.cockpit.api.schemas import (
    DashboardAnswer,
    DashboardChange,
    HomeChoice,
    MailChoice,
    NewDashboard,
    Sharing,
)
from cadre.kernel.rest import Id, actor_of_request, expected_version, versioned

ONE = "/dashboards/{int:dashboard_id}"


@router.reads("/dashboards", "cockpit.dashboards", list[DashboardAnswer], scope="metrics:read")
def list_dashboards(request: HttpRequest) -> Any:
    """Your dashboards, those shared with you, and the shipped ones for your role."""
    actor = actor_of_request(request)
    mine = queries.preferences_of(actor)
    return [DashboardAnswer.of(row, mine) for row in queries.dashboards(actor).prefetch_related("tiles")]


@router.creates("/dashboards", "cockpit.dashboard.create", DashboardAnswer)
def create_dashboard(request: HttpRequest, payload: NewDashboard) -> Any:
    """An empty dashboard of your own."""
    made = services.create_dashboard(actor=actor_of_request(request), title=payload.title, note=payload.note)
    return _told(request, made.pk)


@router.reads(ONE, "cockpit.dashboard.get", DashboardAnswer, scope="metrics:read")
def get_dashboard(request: HttpRequest, dashboard_id: Id) -> Any:
    """One dashboard, without its numbers."""
    return _told(request, dashboard_id)


@router.changes(ONE, "cockpit.dashboard.change", DashboardAnswer)
def change_dashboard(request: HttpRequest, dashboard_id: Id, payload: DashboardChange) -> Any:
    """Change a dashboard of your own that you have read."""
    services.change_dashboard(
        actor=actor_of_request(request),
        dashboard_id=dashboard_id,
        expected_version=expected_version(request, payload.expected_version),
        **payload.sent(),
    )
    return _told(request, dashboard_id)


@router.removes(ONE, "cockpit.dashboard.remove")
def remove_dashboard(request: HttpRequest, dashboard_id: Id) -> None:
    """Take a dashboard away with its tiles."""
    services.remove_dashboard(actor=actor_of_request(request), dashboard_id=dashboard_id)


@router.creates(f"{ONE}/copy", "cockpit.dashboard.copy", DashboardAnswer)
def copy_dashboard(request: HttpRequest, dashboard_id: Id) -> Any:
    """A copy that you may change; also of one that came with the product."""
    return _told(request, services.copy_dashboard(actor=actor_of_request(request), dashboard_id=dashboard_id).pk)


@router.acts(f"{ONE}/share", "cockpit.dashboard.share", DashboardAnswer)
def share_dashboard(request: HttpRequest, dashboard_id: Id, payload: Sharing) -> Any:
    """Say who may look at it: each reader sees it over his own rows."""
    roles = [role.value for role in payload.roles]
    services.share_dashboard(
        actor=actor_of_request(request), dashboard_id=dashboard_id, roles=roles, teams=payload.teams
    )
    return _told(request, dashboard_id)


@router.acts(f"{ONE}/home", "cockpit.home.set", DashboardAnswer)
def set_home(request: HttpRequest, dashboard_id: Id, payload: HomeChoice) -> Any:
    """Make it your home page, or go back to the page of your role."""
    choose = services.set_home if payload.is_home else services.leave_home
    choose(actor=actor_of_request(request), dashboard_id=dashboard_id)
    return _told(request, dashboard_id)


@router.acts(f"{ONE}/mail", "cockpit.subscription.set", DashboardAnswer)
def set_mail(request: HttpRequest, dashboard_id: Id, payload: MailChoice) -> Any:
    """Get it by mail in a rhythm; an empty one ends that."""
    services.subscribe(actor=actor_of_request(request), dashboard_id=dashboard_id, rhythm=payload.rhythm)
    return _told(request, dashboard_id)


def _told(request: HttpRequest, dashboard_id: int) -> DashboardAnswer:
    actor = actor_of_request(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    versioned(request, found.version)
    return DashboardAnswer.of(found, queries.preferences_of(actor))
