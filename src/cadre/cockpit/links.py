"""The way from a number to the very rows that add up to it."""

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

from cadre.metrics.periods import Period


def rows_url(metric: str, period: Period | None = None, cell: Mapping[str, object] | None = None) -> str:
    """The page of the rows behind a number in one cell ({dimension: key}; a key of None is "without one")."""
    asked: dict[str, object] = {key: "" if value is None else value for key, value in (cell or {}).items()}
    if period is not None:
        asked |= {"from": period.start.isoformat(), "to": period.last.isoformat()}
    return _page(metric, get_script_prefix()) + ("?" + urlencode(asked) if asked else "")


@cache
def _page(metric: str, _prefix: str) -> str:
    """A home page links to hundreds of numbers, of few metrics."""
    return reverse("web:number", args=[metric])
