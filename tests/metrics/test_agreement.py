"""The same integers everywhere: a loop in plain Python, the live database, and DuckDB over Arrow, with no tolerance."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadre.crm.models import Activity, Opportunity
from cadre.kernel.access import SYSTEM
from cadre.metrics import registry
from cadre.metrics.columnar import Columnar
from cadre.metrics.drilldown import rows
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.people.models import Assignment, Team
from tests.metrics.conftest import Company

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2024, 12, 31)
YEAR = Period.of(FIRST, LAST)
PEOPLE = ("rep_lin", "rep_gao", "rep_hsu")
days = st.dates(FIRST, LAST)


@dataclass
class Story:
    """Random deals, activities and moves between the two teams."""

    deals: list[tuple[str, str, int, dt.date, int | None, int, int]]
    activities: list[tuple[str, str, dt.date]]
    moves: dict[str, list[dt.date]] = field(default_factory=dict)

    def tell(self, company: Company) -> None:
        for owner, state, amount, on, cycle, account, product in self.deals:
            engaged = None if cycle is None else on - dt.timedelta(days=cycle)
            closed = None if state == "open" else on
            company.deal(
                owner, state, amount=amount, closed_on=closed, engaged_on=engaged, account=account, product=product
            )
        for owner, kind, on in self.activities:
            company.activity(owner, kind, on)
        teams = [Team.objects.get(name="North"), Team.objects.get(name="South")]
        for owner, moves in self.moves.items():
            employee = company.employee(owner)
            Assignment.objects.filter(employee=employee).delete()
            spells = [dt.date(2020, 1, 1), *sorted(moves)]
            for n, (start, end) in enumerate(zip(spells, [*spells[1:], None], strict=True)):
                Assignment.objects.create(employee=employee, team=teams[n % 2], valid_from=start, valid_to=end)

    def team_of(self, owner: str, on: dt.date) -> str:
        return ("North", "South")[sum(move <= on for move in self.moves.get(owner, [])) % 2]


stories = st.builds(
    Story,
    st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.sampled_from(["won", "won", "lost", "open"]),
            st.integers(0, 10**12),
            days,
            st.none() | st.integers(0, 400),
            st.integers(-1, 1),
            st.integers(0, 1),
        ),
        max_size=12,
    ),
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["call", "visit", "note"]), days), max_size=8),
    st.fixed_dictionaries({name: st.lists(days, max_size=3, unique=True) for name in PEOPLE}),
)
told = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@pytest.fixture
def fresh(company: Company) -> Any:
    """The company with an empty book, as often as Hypothesis asks."""

    def again(story: Story) -> Company:
        Activity.objects.all().delete()
        Opportunity.objects.all().delete()
        story.tell(company)
        return company

    return again


@told
@given(stories)
def test_team_and_month_agree_with_a_plain_loop(fresh: Any, story: Story) -> None:
    fresh(story)
    amounts: dict[tuple[str, str], int] = defaultdict(int)
    cycles: dict[tuple[str, str], list[int]] = defaultdict(list)
    decided: dict[tuple[str, str], list[int]] = defaultdict(list)
    for owner, state, amount, on, cycle, _account, _product in story.deals:
        key = (story.team_of(owner, on), f"{on:%Y-%m}")
        if state == "won":
            amounts[key] += amount
            cycles[key] += [] if cycle is None else [cycle]
        if state != "open":
            decided[key].append(state == "won")
    answer = run(["bookings.amount", "win_rate", "sales_cycle_days"], ["team", "month"], YEAR, actor=SYSTEM)
    for cell in answer:
        key = answer.names(cell)
        assert cell.values["bookings.amount"] == amounts.pop(key, 0)  # type: ignore[call-overload]
        known, cycle_days = decided[key], cycles[key]  # type: ignore[index]
        assert cell.values["win_rate"] == (Fraction(sum(known), len(known)) if known else None)
        assert cell.values["sales_cycle_days"] == (Fraction(sum(cycle_days), len(cycle_days)) if cycle_days else None)
    assert not any(amounts.values())


@told
@given(stories, st.dates(FIRST, LAST))
def test_the_pipeline_of_any_day_agrees_with_a_plain_loop(fresh: Any, story: Story, day: dt.date) -> None:
    fresh(story)
    expected = 0
    for _owner, state, amount, on, cycle, _account, _product in story.deals:
        engaged = dt.date.min if cycle is None else on - dt.timedelta(days=cycle)
        expected += amount if engaged <= day and (state == "open" or on > day) else 0
    assert run("pipeline.amount", as_of=day, actor=SYSTEM).total.values["pipeline.amount"] == expected


def breakdowns() -> list[tuple[list[str], list[str]]]:
    """Every dimension with all the metrics that it fits, and none at all. Days are months here: a year of them is too many."""
    every = [key.key for key in registry.metrics.all()]
    fitting = {
        dimension.key: [metric.key for metric in registry.metrics.all() if dimension in registry.dimensions_of(metric)]
        for dimension in registry.dimensions.all()
        if dimension.key != "day"
    }
    return [(every, []), *((keys, [dimension]) for dimension, keys in fitting.items() if keys)]


@settings(told, max_examples=4)
@given(stories)
def test_every_metric_by_each_of_its_dimensions_is_the_same_on_duckdb(fresh: Any, story: Story) -> None:
    fresh(story)
    columnar = Columnar()
    for keys, by in breakdowns():
        live = run(keys, by, YEAR, actor=SYSTEM, as_of=LAST)
        other = run(keys, by, YEAR, actor=SYSTEM, as_of=LAST, engine=columnar)
        assert [(cell.key, cell.parts) for cell in live] == [(cell.key, cell.parts) for cell in other], by
        assert live.total == other.total, by


@settings(told, max_examples=4)
@given(stories)
def test_the_pieces_of_every_breakdown_add_up_to_the_total(fresh: Any, story: Story) -> None:
    fresh(story)
    whole = run(breakdowns()[0][0], (), YEAR, actor=SYSTEM, as_of=LAST).total
    for keys, by in breakdowns()[1:]:
        total = run(keys, by, YEAR, actor=SYSTEM, as_of=LAST).total
        assert total.parts == {key: whole.parts[key] for key in total.parts}, by
        assert total.values == {key: whole.values[key] for key in total.values}, by


BEHIND = [
    "bookings.amount",
    "bookings.average",
    "win_rate",
    "pipeline.amount",
    "activities.visits",
    "new_customers.count",
]


@settings(told, max_examples=6)
@given(stories, st.sampled_from(BEHIND))
def test_the_rows_behind_a_cell_sum_to_it(fresh: Any, story: Story, metric: str) -> None:
    company = fresh(story)
    for actor in (SYSTEM, company.actor("manager_chen"), company.actor("rep_hsu")):
        for by in (["team", "month"], ["employee"]):
            answer = run(metric, by, YEAR, actor=actor, as_of=LAST)
            for cell in answer:
                for behind in rows(metric, answer.where(cell), YEAR, actor=actor, as_of=LAST, limit=1000):
                    assert behind.count == len(behind.rows)
                    for part in behind.parts:
                        assert sum(row.adds[part.key] or 0 for row in behind.rows) == (cell.parts[part.key] or 0)
