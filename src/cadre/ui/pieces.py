"""The smallest pieces of a page as safe HTML: icon, person, stage, figures. Python, because lists print thousands of them."""

import datetime as dt
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cadre.ui import formatting


def icon(name: str, classes: str = "") -> SafeString:
    """A decorative icon; the words beside it (or an aria-label on the button) carry the meaning."""
    return _icon(name, classes, static("ui/dist/icons.svg"))


@cache
def _icon(name: str, classes: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" fill="none" aria-hidden="true"><use href="{}#{}"/></svg>',
        classes,
        sprite,
        name,
    )


@cache
def pie(percent: int) -> SafeString:
    """A pie filled to `percent`, for a stage."""
    length = 14.92  # 2πr of the inner circle, r = 2.375, drawn as wide as it is deep
    return format_html(
        '<svg class="c-pie" viewBox="0 0 14 14" aria-hidden="true"><circle cx="7" cy="7" r="6.25"/>'
        '<circle class="f" cx="7" cy="7" r="2.375" stroke-dasharray="{} {}" transform="rotate(-90 7 7)"/></svg>',
        f"{length * percent / 100:.2f}",
        f"{length + 1:.2f}",
    )


@lru_cache(1024)
def stage(label: str, percent: int | str, kind: str = "open") -> SafeString:
    """A stage as pie and word. `percent` is how far along the path it stands, `kind` open, won or lost."""
    return format_html('<span class="c-stage {}">{}{}</span>', kind, pie(int(percent or 0)), label)


@cache
def avatar(name: str, classes: str = "") -> SafeString:
    """The initials of a person in a circle; decorative, the name stands beside it."""
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', classes, formatting.initials(name))


@cache
def person(name: str, classes: str = "") -> SafeString:
    """Avatar and name."""
    return format_html('<span class="c-person">{}<span class="el">{}</span></span>', avatar(name, classes), name)


def day(value: dt.date | None, language: str, today: dt.date, *, due: bool = False) -> SafeString:
    """A date; with `due` today and earlier are red, and read as today."""
    if value is None:
        return format_html("{}", formatting.NOTHING)
    classes = "bad m" if due and value <= today else ""
    shown = formatting.date(value, language, today)
    return format_html('<time datetime="{}" class="{}">{}</time>', value.isoformat(), classes, shown)


def delta(shown: formatting.Change) -> SafeString:
    """A change with its tone."""
    return format_html('<span class="num nw {}">{}</span>', shown.tone, shown.text)
