"""Making dashboards, sharing them, choosing one as home, getting one by mail."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from cadre.cockpit.models import Dashboard, Home, Share, Subscription, Tile
from cadre.cockpit.problems import SHIPPED
from cadre.cockpit.queries import dashboard_by_id, dashboard_to_change, title_of
from cadre.kernel import clock, write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import verb
from cadre.people import queries as people

TILE_FIELDS = ("place", "width", "title", "kind", "metrics", "by", "period", "compare", "limit", "with_target")


@verb("cockpit.dashboard.create", roles=EVERYONE)
def create_dashboard(*, actor: Actor, title: str, note: str = "") -> Dashboard:
    """An empty dashboard of the actor's own."""
    return write.create(Dashboard, title=title, note=note, owner_id=_user(actor))


@verb("cockpit.dashboard.copy", roles=EVERYONE)
def copy_dashboard(*, actor: Actor, dashboard_id: int, title: str = "") -> Dashboard:
    """A copy that the actor may change. Published rankings come along as plain ones, over each reader's rows."""
    source = dashboard_by_id(actor, dashboard_id)
    made = write.create(
        Dashboard,
        title=title or title_of(source),
        note=source.note,
        owner_id=_user(actor),
        period=source.period,
        filters=source.filters,
    )
    for tile in source.tiles.all():
        write.create(Tile, dashboard=made, **{name: getattr(tile, name) for name in TILE_FIELDS})
    return made


@verb("cockpit.dashboard.change", roles=EVERYONE)
def change_dashboard(
    *, actor: Actor, dashboard_id: int, expected_version: int | None = None, **fields: Any
) -> Dashboard:
    """Title, note, and the period and filters it opens with."""
    return write.change(of_actor(actor, dashboard_id, expected_version), **fields)


@verb("cockpit.dashboard.remove", roles=EVERYONE)
def remove_dashboard(*, actor: Actor, dashboard_id: int) -> None:
    """Take a dashboard away with its tiles. SHIPPED for one that came with the product."""
    found = of_actor(actor, dashboard_id)
    if found.shipped:
        raise SHIPPED()
    write.remove(found)


@verb("cockpit.dashboard.share", roles=EVERYONE)
def share_dashboard(*, actor: Actor, dashboard_id: int, roles: Collection[str], teams: Collection[int]) -> Dashboard:
    """Exactly these roles and teams may look from now on, each reader over his own rows. Teams are those the actor knows."""
    found = of_actor(actor, dashboard_id)
    known = set(people.teams(actor).filter(pk__in=list(teams)).values_list("pk", flat=True))
    wanted = {(role, None) for role in roles} | {("", team) for team in known}
    for share in Share.objects.filter(dashboard=found):
        if (share.role, share.team_id) not in wanted:
            write.remove(share)
        wanted.discard((share.role, share.team_id))
    for role, team in sorted(wanted, key=str):
        write.create(Share, dashboard=found, role=role, team_id=team)
    return found


@verb("cockpit.home.set", roles=EVERYONE)
def set_home(*, actor: Actor, dashboard_id: int) -> None:
    """The dashboard that the actor's home page shows from now on. NOT_FOUND for one he does not see."""
    found = dashboard_by_id(actor, dashboard_id)
    old = Home.objects.filter(user_id=_user(actor)).first()
    if old is not None and old.dashboard_id == found.pk:
        return
    if old is not None:
        write.remove(old)
    write.create(Home, user_id=actor.user_id, dashboard=found)


@verb("cockpit.home.leave", roles=EVERYONE)
def leave_home(*, actor: Actor, dashboard_id: int) -> None:
    """Where this dashboard is the actor's home, it is the page of his role again; another home stays."""
    old = Home.objects.filter(user_id=_user(actor), dashboard=dashboard_by_id(actor, dashboard_id)).first()
    if old is not None:
        write.remove(old)


@verb("cockpit.subscription.set", roles=EVERYONE)
def subscribe(*, actor: Actor, dashboard_id: int, rhythm: str) -> None:
    """Mail the dashboard to the actor in a rhythm; an empty one ends it."""
    found = dashboard_by_id(actor, dashboard_id)
    old = Subscription.objects.filter(user_id=_user(actor), dashboard=found).first()
    if old is not None:
        write.remove(old)
    if rhythm:
        day = next_day(rhythm, clock.today())
        write.create(Subscription, user_id=actor.user_id, dashboard=found, rhythm=rhythm, next_on=day)


def next_day(rhythm: str, after: dt.date) -> dt.date:
    """The next day of a rhythm after a day. Working days are Monday to Friday: a mail on a holiday does no harm."""
    if rhythm == Subscription.Rhythm.MONTH:
        return (after.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    if rhythm == Subscription.Rhythm.WEEK:
        return after + dt.timedelta(days=7 - after.weekday())
    return after + dt.timedelta(days={4: 3, 5: 2}.get(after.weekday(), 1))


def of_actor(actor: Actor, dashboard_id: int, expected_version: int | None = None) -> Dashboard:
    """A dashboard the actor may change, locked. FORBIDDEN for one that is only shared with him, NOT_FOUND for a stranger's."""
    dashboard_to_change(actor, dashboard_id)
    return write.for_change(Dashboard.objects.changeable_by(actor), dashboard_id, expected_version)


def _user(actor: Actor) -> int:
    if actor.user_id is None:
        raise FORBIDDEN()
    return actor.user_id


@verb("cockpit.subscription.send", roles=())
def send_due_dashboards(*, actor: Actor) -> list[int]:
    """Move every due subscription to its next day. Returns the ids of those whose mail is to be made now."""
    today = clock.today()
    due = list(Subscription.objects.filter(next_on__lte=today).select_for_update())
    write.change_many([(one, {"next_on": next_day(one.rhythm, today)}) for one in due])
    return [one.pk for one in due]
