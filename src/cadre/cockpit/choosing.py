"""What the reader chose for the whole page, read from the address or from what the dashboard opens with."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import pgettext

from cadre.cockpit.queries import filter_choices
from cadre.cockpit.rules.asking import Chosen
from cadre.cockpit.rules.spans import CHOICES
from cadre.kernel.access import Actor
from cadre.metrics.registry import dimensions

DIMENSIONS = ("office", "team", "product")


@dataclass(frozen=True)
class Choice:
    """One select of the filter bar."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str


def chosen(query: Mapping[str, str], dashboard: Any) -> Chosen:
    """The page's period and filters. What is no key of a dimension is left out: an old link still opens."""
    touched = "period" in query
    period = query.get("period", "") if touched else dashboard.period
    first, last = query.get("first", ""), query.get("last", "")
    if period == "fixed":
        period = f"{first}..{last}" if _is_date(first) and _is_date(last) and first <= last else ""
    texts = {key: query.get(key, "") if touched else str(dashboard.filters.get(key, "")) for key in DIMENSIONS}
    return Chosen(period, tuple((key, int(text)) for key, text in texts.items() if text.isdigit()))


def bar(actor: Actor, now: Chosen) -> list[Choice]:
    """The selects: period, then what the actor can narrow to; a dimension with one value is no choice."""
    periods = [("", pgettext("filter", "As each tile says")), *((key, str(label)) for key, label in CHOICES)]
    if ".." in now.period:
        periods.append((now.period, now.period.replace("..", " – ")))
    found = [Choice("period", pgettext("field", "Period"), periods, now.period)]
    where = dict(now.where)
    for key, options in filter_choices(actor).items():
        if len(options) > 1:
            every = [("", pgettext("filter", "All")), *((str(pk), name) for pk, name in options)]
            found.append(Choice(key, str(dimensions[key].title), every, str(where.get(key, ""))))
    return found


def query_of(now: Chosen) -> str:
    """The same choice as a query string; it always names the period, so that the dashboard's own does not come back."""
    return urlencode({"period": now.period, **{key: str(value) for key, value in now.where}})


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
