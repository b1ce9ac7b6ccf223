"""From a question to the statements it needs. Questions of one page share a statement where they differ in parts only."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cadre.kernel import clock
from cadre.metrics import times
from cadre.metrics.declarations import Dimension, Fact, KeyValue, Metric, Part
from cadre.metrics.keys import Key, picker
from cadre.metrics.periods import Period
from cadre.metrics.problems import TOO_MANY_DATES
from cadre.metrics.questions import Question, check
from cadre.metrics.registry import dimensions, facts_of, parts
from cadre.metrics.times import Step

MOST_SNAPSHOTS = 62
Kept = tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """One statement: everything about it except the parts, which several questions may add."""

    fact: str
    by: Kept
    where: tuple[tuple[str, tuple[KeyValue, ...]], ...]
    period: Period | None
    seen_on: dt.date
    days: tuple[dt.date, ...]


@dataclass
class Reading:
    """A question over one of its ranges (the period itself, or the one it is compared with)."""

    period: Period | None
    steps: list[Step] = field(default_factory=list)
    snaps: dict[tuple[KeyValue, ...], dt.date] = field(default_factory=dict)  # time key -> date; () without a time axis
    nothing: bool = False  # the period lies wholly after the date of the answer


@dataclass
class Plan:
    question: Question
    metrics: list[Metric]
    by: list[Dimension]
    now: Reading
    before: Reading | None
    margins: list[Kept]

    @cached_property
    def parts(self) -> list[Part]:
        return [parts[key] for key in dict.fromkeys(key for metric in self.metrics for key in metric.parts)]

    @cached_property
    def part_keys(self) -> frozenset[str]:
        return frozenset(part.key for part in self.parts)

    def parts_of(self, fact: Fact) -> list[Part]:
        return [part for part in self.parts if part.fact == fact.key]

    @cached_property
    def facts(self) -> list[Fact]:
        return list(dict.fromkeys(fact for metric in self.metrics for fact in facts_of(metric)))

    @cached_property
    def times(self) -> list[int]:
        """Positions of the time axis in `by`."""
        return [n for n, dimension in enumerate(self.by) if dimension.time]

    @property
    def seen_on(self) -> dt.date:
        return self.question.as_of or clock.today()

    @cached_property
    def time_of(self) -> Callable[[Key], Key]:
        """The time axis of a key."""
        return picker(self.times)

    def readings(self) -> list[Reading]:
        return [self.now, self.before] if self.before else [self.now]

    def need(self, reading: Reading, fact: Fact, kept: Kept) -> Need:
        days = tuple(self.counted(reading, kept).values()) if fact.snapshot else ()
        return Need(fact.key, kept, self.question.where, None if fact.snapshot else reading.period, self.seen_on, days)

    def counted(self, reading: Reading, kept: Kept) -> dict[tuple[KeyValue, ...], dt.date]:
        """The snapshots that count where only the dimensions `kept` remain: the last one of each remaining step of time."""
        places = [place for place, n in enumerate(self.times) if self.by[n].key in kept]
        last: dict[tuple[KeyValue, ...], tuple[tuple[KeyValue, ...], dt.date]] = {}
        for key, day in reading.snaps.items():
            remaining = tuple(key[place] for place in places)
            if remaining not in last or day > last[remaining][1]:
                last[remaining] = (key, day)
        return dict(last.values())

    def sums(self, fact: Fact, kept: Kept) -> bool:
        """Whether the cells of `fact` sum to those of the dimensions `kept`, or these need a statement of their own."""
        dropped = [dimension for dimension in self.by if dimension.key not in kept]
        return all(dimension.partition for dimension in dropped) and all(
            part.adds_up for part in self.parts if part.fact == fact.key
        )

    def needs(self) -> Iterator[tuple[Need, list[Part]]]:
        for reading in self.readings():
            for fact in [] if reading.nothing else self.facts:
                for kept in (self.question.by, *(kept for kept in self.margins if not self.sums(fact, kept))):
                    if reading.snaps or not fact.snapshot:
                        yield self.need(reading, fact, kept), self.parts_of(fact)


def plan(question: Question, using: str) -> Plan:
    """Check a question and lay out what it needs. Raises the Problem it is to be refused with."""
    wanted, by = check(question)
    period = question.period
    made = Plan(question, wanted, by, Reading(period), None, _margins(question, by))
    if question.as_of is not None:
        clipped = (period or Period(dt.date.min, dt.date.max)).until(question.as_of)
        made.now = Reading(clipped, nothing=clipped is None)
    _lay_time(made, made.now, using)
    if question.compare is not None and period is not None and not made.now.nothing:
        made.before = Reading(_compared(question.compare, made.now.period or period, using))
        _lay_time(made, made.before, using)
    return made


def _margins(question: Question, by: Sequence[Dimension]) -> list[Kept]:
    asked = [tuple(key for key in question.by if key in kept) for kept in question.margins]
    ranked = (
        [tuple(dimension.key for dimension in by if not dimension.time)]
        if question.order or question.limit is not None
        else []
    )
    return [kept for kept in dict.fromkeys([(), *asked, *ranked]) if kept != question.by or not kept]


def _compared(compare: object, period: Period, using: str) -> Period:
    if isinstance(compare, Period):
        return compare
    return times.previous(period, using) if compare == "previous" else times.year_before(period, using)


def _lay_time(made: Plan, reading: Reading, using: str) -> None:
    """The steps of the time axis, and the dates at which snapshots are taken."""
    if reading.nothing:
        return
    names = [made.by[n].key for n in made.times]
    period = None if reading.period is None or reading.period.is_open else reading.period
    if names:
        reading.steps = times.steps(names, period, using)
    snapshots = [metric for metric in made.metrics if any(fact.snapshot for fact in facts_of(metric))]
    if snapshots:
        reading.snaps = _snapshots(made, reading, names, period, using)
    if len(reading.snaps) > MOST_SNAPSHOTS:
        raise TOO_MANY_DATES(field="period", metric=snapshots[0].key, count=len(reading.snaps), most=MOST_SNAPSHOTS)


def _snapshots(
    made: Plan, reading: Reading, names: list[str], period: Period | None, using: str
) -> dict[tuple[KeyValue, ...], dt.date]:
    """For every step of the axis the date at its end, but none after that of the answer; one date without an axis.

    A chosen month (`where`) is an axis of which one step counts. Without a beginning an axis covers the year before.
    """
    horizon = made.seen_on
    chosen = {key: values for key, values in made.question.where if dimensions[key].time}
    if not names and not chosen:
        return {(): min(horizon, reading.period.last) if reading.period else horizon}
    if period is None and not chosen:
        period = Period.of(horizon.replace(day=1, year=horizon.year - 1), horizon)
    axis = [*names, *(key for key in chosen if key not in names)]
    last: dict[tuple[KeyValue, ...], dt.date] = {}
    for step in times.steps(axis, period, using):
        named = dict(zip(axis, step.key, strict=True))
        if step.first <= horizon and all(named[key] in values for key, values in chosen.items()):
            last[step.key[: len(names)]] = min(step.last, horizon)
    return last
