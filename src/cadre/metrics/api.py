"""The REST operations on numbers: the same answers as on the pages and on the command line."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import BaseModel, ConfigDict, Field

from cadre.kernel import clock
from cadre.kernel.rest import Answer, ApiRouter, Day, actor_of_request
from cadre.metrics.cells import Cell, Cells
from cadre.metrics.declarations import Dimension, KeyValue, Metric
from cadre.metrics.drilldown import RowsBehind, rows
from cadre.metrics.explanations import explain
from cadre.metrics.periods import Period
from cadre.metrics.problems import WRONG_VALUE
from cadre.metrics.queries import run
from cadre.metrics.registry import dimensions, dimensions_of, metrics
from cadre.metrics.serialising import Figures, rows_as_json

router = ApiRouter("metrics")

NOTHING = "none"
Key = Annotated[str, Field(min_length=1, max_length=80)]
Where = Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[a-z][a-z0-9_]*:")]


class MetricAnswer(Answer):
    """A number that can be asked for."""

    key: str
    title: str
    reads: str
    unit: Literal["money", "count", "ratio", "days", "score", "money_per_day"]
    better: Literal["more", "less", "neither"]
    by: list[str]


class ExplainedAnswer(MetricAnswer):
    """With the facts it is computed from and the SQL that runs."""

    facts: list[str]
    sql: list[str]


class FigureAnswer(Answer):
    """A value. Decimals are texts, so that no reader makes binary fractions of them; null where there is none."""

    value: str | None = Field(description="Amounts in major units, ratios to four decimals, days to two.")
    amount_minor: int | None = Field(None, description="The same in minor units, for amounts.")
    before: str | None = Field(None, description="In the compared period.")
    change: str | None = Field(None, description="Relative to it, to four decimals: 0.1000 is ten percent more.")


class RowAnswer(Answer):
    """One group: its keys, their names, and a value for each metric."""

    keys: dict[str, int | str | dt.date | None]
    names: dict[str, str]
    values: dict[str, FigureAnswer]


class NumbersAnswer(Answer):
    """Everything that was asked for. The total is computed from summed parts, never from the rows' values."""

    metrics: list[MetricAnswer]
    by: list[str]
    currency: str
    first_day: dt.date | None
    last_day: dt.date | None
    rows: list[RowAnswer]
    rest: RowAnswer | None = Field(description="What `limit` left out, in one.")
    total: RowAnswer


class RecordAnswer(Answer):
    """A record behind a number, and what it adds to each part: minor units, 1 per row counted, days."""

    id: int
    on: dt.date
    title: str
    url: str
    adds: dict[str, int | None]


class FactRows(Answer):
    """The records of one fact; `count` is how many there are in all."""

    fact: str
    title: str
    count: int
    rows: list[RecordAnswer]


class Asked(BaseModel):
    """The period and the filters of a question."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    first: Day | None = Field(None, alias="from", description="First day.")
    last: Day | None = Field(None, alias="to", description="Last day, included.")
    as_of: Day | None = Field(None, description="The answer as it stood at the end of this day.")
    where: Annotated[list[Where], Field(max_length=200)] = Field(
        [],
        description="`dimension:key`, like office:3; `none` as a key means without one. Several of one dimension add up.",
    )

    def period(self) -> Period | None:
        """Open at the start without `from`, and up to the date of the answer without `to`."""
        if self.first is None and self.last is None:
            return None
        first = self.first or dt.date.min
        return Period.of(first, self.last or max(self.as_of or clock.today(), first))

    def chosen(self) -> dict[str, list[KeyValue]]:
        """The filters by dimension. WRONG_VALUE for what cannot be a key of it."""
        chosen: dict[str, list[KeyValue]] = {}
        for pair in self.where:
            name, _, text = pair.partition(":")
            chosen.setdefault(name, []).append(_key(dimensions[name], text))
        return chosen


class NumbersQuery(Asked):
    """What to ask for."""

    metric: Annotated[list[Key], Field(min_length=1, max_length=20)]
    by: Annotated[list[Key], Field(max_length=4)] = []
    compare: Literal["previous", "year_before"] | None = None
    sort: Annotated[str, Field(max_length=80)] = Field("", description="A metric, with a minus for the largest first.")
    limit: Annotated[int, Field(ge=1, le=10000)] | None = None


class RowsQuery(Asked):
    """Which records."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


def numbers(answer: Cells, *, with_rows: bool = True) -> NumbersAnswer:
    """An answer of the metrics layer as every operation gives it."""
    return NumbersAnswer(
        metrics=[_metric(one) for one in answer.metrics],
        by=[dimension.key for dimension in answer.dimensions],
        currency=answer.currency,
        first_day=None if answer.period is None or answer.period.is_open else answer.period.start,
        last_day=answer.period.last if answer.period else None,
        rows=[_row(answer, cell) for cell in answer.cells] if answer.dimensions and with_rows else [],
        rest=_row(answer, answer.rest, whole=True) if answer.rest else None,
        total=_row(answer, answer.total, whole=True),
    )


def as_json(answer: Cells) -> str:
    """`numbers` as JSON, with rows that no object was made for: thousands are a third of the work this way."""
    frame = numbers(answer, with_rows=False).model_dump_json()
    return frame.replace('"rows":[]', f'"rows":[{rows_as_json(answer)}]', 1)


@router.reads("/metrics", "metrics.list", list[MetricAnswer])
def list_metrics(request: HttpRequest) -> Any:
    """Every number that can be asked for, and what it can be broken down by."""
    return [_metric(one) for one in metrics.all()]


@router.reads("/metrics/query", "metrics.query", NumbersAnswer)
def query_metrics(request: HttpRequest, query: Query[NumbersQuery]) -> Any:
    """Numbers over what you may see."""
    answer = run(
        query.metric,
        query.by,
        query.period(),
        actor=actor_of_request(request),
        as_of=query.as_of,
        where=query.chosen(),
        compare=query.compare,
        order=query.sort or "label",
        limit=query.limit,
    )
    return HttpResponse(as_json(answer), content_type="application/json; charset=utf-8")


@router.reads("/metrics/{key}", "metrics.explain", ExplainedAnswer)
def explain_metric(request: HttpRequest, key: Key) -> Any:
    """What a number means."""
    found = explain(key)
    told = _metric(found.metric).model_dump()
    return ExplainedAnswer(**told, facts=[str(fact.title) for fact in found.facts], sql=list(found.sql))


@router.reads("/metrics/{key}/rows", "metrics.rows", list[FactRows])
def list_rows(request: HttpRequest, key: Key, query: Query[RowsQuery]) -> Any:
    """The very records behind a number, newest first."""
    chosen = query.chosen()
    pages = rows(
        key,
        {name: values[0] for name, values in chosen.items() if len(values) == 1},
        query.period(),
        actor=actor_of_request(request),
        as_of=query.as_of,
        where={name: values for name, values in chosen.items() if len(values) > 1},
        limit=query.limit,
        offset=query.offset,
    )
    return [_behind(page) for page in pages]


def _metric(one: Metric) -> MetricAnswer:
    return MetricAnswer(
        key=one.key,
        title=str(one.title),
        reads=str(one.reads),
        unit=one.unit.value,
        better=one.better.value,
        by=[dimension.key for dimension in dimensions_of(one)],
    )


def _row(answer: Cells, cell: Cell, *, whole: bool = False) -> RowAnswer:
    known: Sequence[Dimension] = () if whole else answer.dimensions
    names, figures = () if whole else answer.names(cell), Figures(answer.currency)
    return RowAnswer(
        keys={dimension.key: key for dimension, key in zip(known, cell.key, strict=False)},
        names={dimension.key: name for dimension, name in zip(known, names, strict=True)},
        values={metric.key: _figure(figures, cell, metric) for metric in answer.metrics},
    )


def _figure(figures: Figures, cell: Cell, metric: Metric) -> FigureAnswer:
    value, minor, before, change = figures.of(cell, metric)
    return FigureAnswer(value=value, amount_minor=minor, before=before, change=change)


def _behind(page: RowsBehind) -> FactRows:
    listed = [
        RecordAnswer(id=row.id, on=row.on, title=row.subject.title, url=row.subject.url, adds=dict(row.adds))
        for row in page.rows
    ]
    return FactRows(fact=page.fact.key, title=str(page.fact.title), count=page.count, rows=listed)


def _key(dimension: Dimension, text: str) -> KeyValue:
    if text == NOTHING:
        return None
    try:
        if dimension.kind is int:
            number = int(text)
            return number if -(2**63) <= number < 2**63 else _refused(dimension, text)
        return dt.date.fromisoformat(text) if dimension.kind is dt.date else text
    except ValueError:
        return _refused(dimension, text)


def _refused(dimension: Dimension, text: str) -> KeyValue:
    raise WRONG_VALUE(field="where", key=dimension.key, value=text[:100])
