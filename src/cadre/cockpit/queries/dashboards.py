"""Which dashboards there are for somebody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cadre.cockpit.models import Dashboard, Home, Subscription, Tile
from cadre.cockpit.shipped import WORDS
from cadre.crm import queries as crm
from cadre.kernel.access import Actor
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND
from cadre.people import queries as people


def dashboards(actor: Actor) -> QuerySet[Any]:
    """Those the actor owns, those shared with his roles and teams, and everything for those who look after them."""
    return Dashboard.objects.visible_to(actor).select_related("owner").prefetch_related("shares__team")


def dashboard_by_id(actor: Actor, dashboard_id: int) -> Any:
    """One of them, with its tiles. NOT_FOUND for any other."""
    found = dashboards(actor).filter(pk=dashboard_id).prefetch_related("tiles__publisher").first()
    if found is None:
        raise NOT_FOUND()
    return found


def dashboard_to_change(actor: Actor, dashboard_id: int) -> Any:
    """One the actor may change. FORBIDDEN for one that is only shared with him, NOT_FOUND for a stranger's."""
    found = dashboard_by_id(actor, dashboard_id)
    if not changeable(actor, found):
        raise FORBIDDEN()
    return found


def tile_to_change(actor: Actor, tile_id: int) -> Any:
    """A tile of a dashboard the actor may change."""
    tile = Tile.objects.filter(pk=tile_id).select_related("dashboard").first()
    if tile is None:
        raise NOT_FOUND()
    dashboard_to_change(actor, tile.dashboard_id)
    return tile


def tile_in_thought(**fields: Any) -> Tile:
    """A tile that nobody has kept yet, to be drawn while it is composed."""
    return Tile(**fields)


def changeable(actor: Actor, dashboard: Any) -> bool:
    return Dashboard.policy.reaches(actor, dashboard)


def home_dashboard(actor: Actor) -> Any:
    """The dashboard the actor chose as his home, or None; also None when it is no longer shared with him."""
    if actor.user_id is None:
        return None
    chosen = Home.objects.filter(user_id=actor.user_id).values("dashboard_id")
    return dashboards(actor).filter(pk__in=chosen).prefetch_related("tiles__publisher").first()


def is_home(actor: Actor, dashboard: Any) -> bool:
    return Home.objects.filter(user_id=actor.user_id or 0, dashboard=dashboard).exists()


def subscription_of(actor: Actor, dashboard: Any) -> Subscription | None:
    return Subscription.objects.filter(user_id=actor.user_id or 0, dashboard=dashboard).first()


@dataclass(frozen=True)
class Preferences:
    """What the actor chose for himself: his home, and how often he gets which dashboards by mail."""

    home: int | None
    rhythms: dict[int, str]


def preferences_of(actor: Actor) -> Preferences:
    user = actor.user_id or 0
    home = Home.objects.filter(user_id=user).values_list("dashboard_id", flat=True).first()
    return Preferences(home, dict(Subscription.objects.filter(user_id=user).values_list("dashboard_id", "rhythm")))


def title_of(dashboard: Any) -> str:
    """Its title; that of a shipped one in the reader's language."""
    return str(WORDS[dashboard.shipped][0]) if dashboard.shipped in WORDS else str(dashboard.title)


def note_of(dashboard: Any) -> str:
    return str(WORDS[dashboard.shipped][1]) if dashboard.shipped in WORDS else str(dashboard.note)


def filter_choices(actor: Actor) -> dict[str, list[tuple[int, str]]]:
    """What the page can be narrowed to: by dimension the keys and their names, as the actor knows them."""
    return {
        "office": [(row.pk, str(row)) for row in people.offices(actor)],
        "team": [(row.pk, str(row)) for row in people.teams(actor)],
        "product": [(row.pk, str(row)) for row in crm.products(actor)],
    }
