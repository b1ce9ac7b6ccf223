"""From a tile to the questions it asks, and whether its kind can show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from cadre.cockpit.problems import ADDS_UP, NEEDS_BREAKDOWNS, NEEDS_STAGES, NEEDS_TIME, ONE_NUMBER, ONE_UNIT
from cadre.cockpit.rules.spans import Spans
from cadre.metrics.declarations import KeyValue, Metric
from cadre.metrics.formulas import plain
from cadre.metrics.periods import Period
from cadre.metrics.questions import Question, check, question
from cadre.metrics.registry import dimensions, dimensions_of, facts_of, metrics, parts

BREAKDOWNS = {
    "number": (0, 0),
    "line": (1, 2),
    "bar": (1, 1),
    "stacked": (2, 2),
    "funnel": (1, 1),
    "heat": (2, 2),
    "table": (1, 3),
    "ranking": (1, 1),
}
SINGLE = {"stacked", "heat", "funnel"}
ONE_AXIS = {"line", "bar"}
IN_ORDER = {"stage", "forecast"}
"""Breakdowns whose own order says more than that of the figures."""
MOST_SERIES, MOST_BARS, MOST_ROWS, MOST_COLUMNS = 5, 12, 50, 24


class TileLike(Protocol):
    """What is asked for; a stored tile, or one that is being composed."""

    kind: str
    metrics: list[str]
    by: list[str]
    period: str
    compare: str
    limit: int | None


@dataclass(frozen=True)
class Chosen:
    """What the reader chose for the whole page: a period instead of the tiles' own, and filters by dimension."""

    period: str = ""
    where: tuple[tuple[str, KeyValue], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A tile's questions, the period they are about, and what narrowed them."""

    main: Question
    trend: Question | None
    period: Period | None
    where: Mapping[str, KeyValue]
    text: str  # the period as it is stored
    unfiltered: tuple[str, ...]  # dimensions of the page's filters that its numbers do not have

    @property
    def questions(self) -> list[Question]:
        return [self.main, *([self.trend] if self.trend else [])]


def asked(tile: TileLike, chosen: Chosen, spans: Spans) -> Asked:
    """The questions of a tile. Raises the Problem it is to be refused with."""
    check_kind(tile)
    text = chosen.period if chosen.period and not _is_standing(tile) else tile.period
    period, compared = spans.period(text), spans.compared(text, tile.compare)
    fitting = {key: value for key, value in chosen.where if _fits(tile, key)}
    main = question(
        tile.metrics,
        tile.by,
        period,
        where=fitting,
        compare=compared,
        order=_order(tile),
        limit=_limit(tile),
        margins=_margins(tile),
    )
    check(main)
    unfiltered = tuple(key for key, _value in chosen.where if key not in fitting)
    return Asked(main, _trend(tile, period, fitting), period, fitting, text, unfiltered)


def check_kind(tile: TileLike) -> None:
    """Whether the kind can show such an answer. A Problem in words where it cannot."""
    least, most = BREAKDOWNS[tile.kind]
    if not least <= len(tile.by) <= most:
        raise NEEDS_BREAKDOWNS(field="by", count=least if least == most else f"{least}–{most}", has=len(tile.by))
    wanted = [metrics[key] for key in tile.metrics]
    if tile.kind == "line" and not dimensions[tile.by[0]].time:
        raise NEEDS_TIME(field="by")
    if tile.kind == "funnel" and tile.by != ["stage"]:
        raise NEEDS_STAGES(field="by")
    if ((tile.kind in SINGLE and tile.kind != "funnel") or (len(tile.by) > 1 and tile.kind == "line")) and len(
        wanted
    ) > 1:
        raise ONE_NUMBER(field="metrics")
    if tile.kind == "stacked" and not adds_up(wanted[0]):
        raise ADDS_UP(field="metrics")
    if tile.kind in ONE_AXIS and len({metric.unit for metric in wanted}) > 1:
        raise ONE_UNIT(field="metrics")


def adds_up(metric: Metric) -> bool:
    """Whether the values of groups sum to that of the whole: an amount or a count of things, not a rate or of customers."""
    return metric.formula is plain and all(parts[key].aggregate in {"sum", "count"} for key in metric.parts)


def says_nothing(metric: Metric, value: Fraction | None) -> bool:
    """Whether a group need not be shown for a value: unknown, or an amount or count of nothing. A rate of 0 is an answer."""
    return value is None or (not value and metric.formula is plain)


def is_pivot(tile: TileLike) -> bool:
    """Two breakdowns and one number: rows, columns, and sums on both sides."""
    return tile.kind == "table" and len(tile.by) == 2 and len(tile.metrics) == 1


def _is_standing(tile: TileLike) -> bool:
    """A number that is only true at a date, without a time axis and a period: it shows now, whatever the page's period."""
    return not tile.period and all(fact.snapshot for key in tile.metrics for fact in facts_of(metrics[key]))


def _fits(tile: TileLike, dimension: str) -> bool:
    return all(dimensions[dimension] in dimensions_of(metrics[key]) for key in tile.metrics)


def _is_time(tile: TileLike) -> bool:
    return bool(tile.by) and dimensions[tile.by[0]].time


def _order(tile: TileLike) -> str:
    """The largest first, but stages and dates in their own order."""
    if tile.kind in {"line", "funnel", "number"} or _is_time(tile):
        return f"-{tile.metrics[0]}" if len(tile.by) > 1 and tile.kind in {"line", "stacked"} else "label"
    if tile.kind == "heat" or tile.by[0] in IN_ORDER:
        return "label"
    return f"-{tile.metrics[0]}"


def _limit(tile: TileLike) -> int | None:
    if tile.kind in {"funnel", "number", "heat"} or (_is_time(tile) and len(tile.by) == 1):
        return None
    if is_pivot(tile) or (tile.kind == "stacked" and not any(dimensions[key].time for key in tile.by)):
        return None  # a limit would keep pairs of groups, and tear rows and columns apart
    if tile.kind in {"line", "stacked"}:
        return min(tile.limit or MOST_SERIES, MOST_SERIES)
    return min(tile.limit or MOST_BARS, MOST_ROWS)


def _margins(tile: TileLike) -> list[list[str]]:
    if tile.kind == "stacked":
        return [[tile.by[axis_of(tile.by)]]]  # the whole columns: what no series of its own has is the others
    return [[tile.by[0]], [tile.by[1]]] if tile.kind == "table" and len(tile.by) == 2 else []


def axis_of(by: Sequence[str]) -> int:
    """Which of two breakdowns runs along the axis of stacked columns: time, else the first."""
    return 1 if dimensions[by[1]].time and not dimensions[by[0]].time else 0


def _trend(tile: TileLike, period: Period | None, where: Mapping[str, KeyValue]) -> Question | None:
    """The small trend beside a figure; none for snapshots, whose every point would be a scan of its own."""
    if tile.kind != "number" or period is None or period.days < 14:
        return None
    moving = [key for key in tile.metrics if not any(fact.snapshot for fact in facts_of(metrics[key]))]
    step = "week" if period.days <= 200 else "month"
    return question(moving, step, period, where=where) if moving else None
