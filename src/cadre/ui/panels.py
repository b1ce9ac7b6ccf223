"""Slots: a higher room puts a panel on a lower room's page. The page names the slot, the panel fetches itself."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cadre.kernel.access import Actor


@dataclass(frozen=True)
class Panel:
    """A panel in a slot. `url` gives its address for the page's object; the panel's view answers with a `<c-card>`.

    It is absent for readers outside `roles` (empty: everyone) and where `shown` says no.
    """

    slot: str
    key: str
    title: str | Promise
    url: Callable[[Any], str]
    roles: Collection[str] = ()
    shown: Callable[[Actor, Any], bool] | None = None
    position: int = 50
    live: str = ""


_panels: dict[str, list[Panel]] = {}


def register(panel: Panel) -> None:
    """Put a panel into its slot. ValueError when the key is taken there."""
    others = _panels.setdefault(panel.slot, [])
    if any(other.key == panel.key for other in others):
        raise ValueError(f"slot {panel.slot} has a panel {panel.key}")
    others.append(panel)
    others.sort(key=lambda other: (other.position, other.key))


def panels_in(slot: str, thing: Any, actor: Actor | None) -> list[Panel]:
    """The panels of a slot that the reader may see."""
    if actor is None:
        return []
    return [
        panel
        for panel in _panels.get(slot, ())
        if (not panel.roles or not frozenset(panel.roles).isdisjoint(actor.roles))
        and (panel.shown is None or panel.shown(actor, thing))
    ]


def render(slot: str, thing: Any, actor: Actor | None) -> SafeString:
    """The placeholders of a slot; each fetches its panel once the page stands."""
    return format_html_join(
        "",
        '<div class="c-panel" hx-get="{}" hx-trigger="load{}" hx-swap="innerHTML" {}aria-label="{}" role="region">'
        '<div class="card c-wait" aria-hidden="true"><div class="sk w60"></div><div class="sk w40"></div></div></div>',
        (
            (
                panel.url(thing),
                ", live" if panel.live else "",
                format_html('data-live="{}" ', panel.live) if panel.live else "",
                panel.title,
            )
            for panel in panels_in(slot, thing, actor)
        ),
    )
