"""What can be asked, checked against the declarations before anything runs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import pgettext

from cadre.metrics.declarations import Dimension, KeyValue, Metric
from cadre.metrics.periods import Period, require_date
from cadre.metrics.problems import (
    ASKED_TWICE,
    BAD_ORDER,
    DOES_NOT_FIT,
    NOTHING_ASKED,
    NOTHING_TO_COMPARE,
    TOO_MANY_VALUES,
    WRONG_VALUE,
)
from cadre.metrics.registry import dimensions, dimensions_of, facts_of, metrics

MOST_VALUES = 1000
Chosen = KeyValue | Sequence[KeyValue]
Compare = Literal["previous", "year_before"] | Period | None


@dataclass(frozen=True)
class Question:
    """Metrics, broken down by dimensions, over a period.

    `as_of` is the date the answer stands on: who sees what, snapshot facts, and nothing dated later counts. Without it that
    is today, and a snapshot is taken at the period's last day if that is earlier. `where` keeps rows by dimension key.
    `compare` is the period before, the same a year before, or any other; with `as_of` inside the period only the part up to
    it is compared, with as many days. `order` is a metric, with a minus for the largest first; without it cells come by time
    and key, and "label" sorts by name.
    `limit` keeps that many groups (a time axis stays whole) and sums up the others in `Cells.rest`. `margins` are
    subsets of `by` to have sums for, as a pivot table needs.
    """

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    period: Period | None = None
    as_of: dt.date | None = None
    where: tuple[tuple[str, tuple[KeyValue, ...]], ...] = ()
    compare: Compare = None
    order: str = ""
    limit: int | None = None
    fill: bool = True
    margins: tuple[tuple[str, ...], ...] = ()


def question(  # noqa: PLR0913 - the keywords of one question
    metric_keys: str | Sequence[str],
    by: str | Sequence[str] = (),
    period: Period | None = None,
    *,
    as_of: dt.date | None = None,
    where: Mapping[str, Chosen] | None = None,
    compare: Compare = None,
    order: str = "",
    limit: int | None = None,
    fill: bool = True,
    margins: Sequence[Sequence[str]] = (),
) -> Question:
    """A question from plain arguments: one key or several, one chosen value or several."""
    chosen = tuple((key, _several(values)) for key, values in (where or {}).items())
    return Question(
        _words(metric_keys), _words(by), period, as_of, chosen, compare, order, limit, fill, tuple(map(tuple, margins))
    )


def check(asked: Question) -> tuple[list[Metric], list[Dimension]]:
    """The metrics and dimensions of a question; a Problem for whatever it cannot be asked with."""
    if not asked.metrics:
        raise NOTHING_ASKED(field="metric")
    _check_once(asked.metrics, "metric")
    _check_once(asked.by, "dimension")
    wanted, by = [metrics[key] for key in asked.metrics], [dimensions[key] for key in asked.by]
    filtered = [dimensions[key] for key, _values in asked.where]
    for metric in wanted:
        _check_fit(metric, [*by, *filtered])
    if asked.as_of is not None:
        require_date(asked.as_of, "as_of")
    if asked.compare is not None and asked.period is None:
        raise NOTHING_TO_COMPARE(field="period")
    if asked.order and asked.order != "label" and asked.order.removeprefix("-") not in asked.metrics:
        raise BAD_ORDER(field="order", key=asked.order)
    for dimension, (_key, values) in zip(filtered, asked.where, strict=True):
        _check_values(dimension, values)
    return wanted, by


def _check_once(keys: Sequence[str], field: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ASKED_TWICE(field=field, key=key)


def _check_values(dimension: Dimension, values: Sequence[KeyValue]) -> None:
    if len(values) > MOST_VALUES:
        raise TOO_MANY_VALUES(field=dimension.key, key=dimension.key, most=MOST_VALUES)
    for value in values:
        if value is not None and type(value) is not dimension.kind:
            raise WRONG_VALUE(field=dimension.key, key=dimension.key, value=value)


def _check_fit(metric: Metric, used: Sequence[Dimension]) -> None:
    for dimension in used:
        if not all(dimension.fits(fact) for fact in facts_of(metric)):
            fitting = ", ".join(other.key for other in dimensions_of(metric)) or pgettext("dimensions", "nothing")
            raise DOES_NOT_FIT(field="dimension", metric=metric.key, dimension=dimension.key, fitting=fitting)


def _words(keys: str | Sequence[str]) -> tuple[str, ...]:
    return (keys,) if isinstance(keys, str) else tuple(keys)


def _several(values: Chosen) -> tuple[KeyValue, ...]:
    return tuple(values) if isinstance(values, Sequence) and not isinstance(values, str) else (values,)  # type: ignore[arg-type]
