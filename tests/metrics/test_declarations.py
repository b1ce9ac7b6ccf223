"""A mistake in a declaration stops the start; a mistake in a question is answered with what to do."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from cadre.kernel.access import SYSTEM
from cadre.kernel.problems import Problem
from cadre.metrics import registry
from cadre.metrics.declarations import DeclarationError, Dimension, Fact, Join, Metric, Part, Unit
from cadre.metrics.engines import Live, View
from cadre.metrics.formulas import plain
from cadre.metrics.periods import Period
from cadre.metrics.queries import integer, run
from cadre.metrics.writer import compile_sql

CALENDAR = Join("calendar", "kernel_calendarday", 'calendar.day = f."on"')


def fact(**changes: Any) -> Fact:
    return Fact(
        **(
            {"key": "calls", "title": "", "source": "crm.Activity", "rows": lambda rows, _day: rows, "columns": {}}
            | changes
        )
    )


@pytest.mark.parametrize("kind", [float, Decimal, bool, dt.datetime])
def test_a_fact_carries_integers_texts_and_dates_only(kind: type) -> None:
    with pytest.raises(DeclarationError, match="int, str and date only"):
        fact(columns={"amount": kind})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: fact(key="Calls"),
        lambda: fact(columns={"on": int}),
        lambda: Part("a.b", "", "bookings", "avg", "base_minor"),
        lambda: Part("a.b", "", "bookings", "count", "base_minor"),
        lambda: Part("a.b", "", "bookings", "sum"),
        lambda: Part("a.b", "", "bookings", "count", where=(("state", "won' OR 1=1"),)),
        lambda: Part("a.b", "", "bookings", "count", where=(("state", True),)),
        lambda: Join("f", "people_team", "f.id = 1"),
        lambda: Join("t", "people_team; DROP", "t.id = f.id"),
        lambda: Join("t", "people_team", "t.id = %(x)s"),
        lambda: Dimension("x", "", "other.column"),
        lambda: Dimension("x", "", "f.name || 'x'"),
        lambda: Dimension("x", "", "f.amount", kind=float),
        lambda: Metric("m", "", "", (), plain, Unit.COUNT),
    ],
)
def test_what_could_become_wrong_sql_is_refused_when_it_is_declared(wrong: Any) -> None:
    with pytest.raises(DeclarationError):
        wrong()


@pytest.mark.parametrize(
    ("part", "says"),
    [
        (Part("x.y", "", "bookings", "sum", "nothing"), "no column nothing"),
        (Part("x.y", "", "deals", "sum", "state"), "takes an integer column"),
        (Part("x.y", "", "deals", "count", where=(("state", 1),)), "is never 1"),
        (Part("x.y", "", "bookins", "count"), "Did you mean bookings"),
        (Part("bookings.amount", "", "bookings", "count"), "declared twice"),
    ],
)
def test_a_part_must_suit_its_fact(part: Part, says: str) -> None:
    with pytest.raises(DeclarationError, match=says):
        registry.register(part)


def test_two_joins_cannot_have_one_alias() -> None:
    with pytest.raises(DeclarationError, match="another join has the alias calendar"):
        registry.register(
            Dimension("odd", "", "calendar.id", (Join("calendar", "crm_account", "calendar.id = f.account_id"),))
        )


def test_what_a_dimension_needs_is_read_off_its_sql() -> None:
    assert registry.dimensions["manager"].needs == {"person_id", "on"}
    assert registry.dimensions["month"].needs == {"on"}
    assert registry.dimensions["series"].needs == {"product_id"}


def test_one_statement_is_about_one_fact() -> None:
    with pytest.raises(DeclarationError, match="one fact, not 2"):
        compile_sql([registry.parts["bookings.amount"], registry.parts["deals.won"]])


@pytest.fixture
def blind_fact() -> Iterator[Fact]:
    blind = fact(key="days", source="kernel.CalendarDay", rows=lambda rows, _day: rows)
    registry.register(
        blind, Part("days.count", "", "days", "count"), Metric("days.count", "", "", ("days.count",), plain, Unit.COUNT)
    )
    yield blind
    for kept in (registry.metrics, registry.parts):
        kept.remove("days.count")
    registry.facts.remove("days")


@pytest.mark.django_db
def test_rows_that_nobody_guards_are_never_counted(blind_fact: Fact) -> None:
    with pytest.raises(DeclarationError, match="no visible_to"):
        run("days.count", actor=SYSTEM)


@pytest.mark.parametrize(
    ("asked", "code", "says"),
    [
        (("booking.amount",), "metrics.unknown_metric", "Did you mean bookings.amount"),
        (("bookings.amount", "offices"), "metrics.unknown_dimension", "Did you mean office"),
        (("bookings.amount", "activity_kind"), "metrics.dimension_does_not_fit", "It can be by: account, country"),
        ((["win_rate", "win_rate"],), "metrics.asked_twice", "win_rate"),
        (([],), "metrics.nothing_asked", "Name at least one"),
    ],
)
def test_an_impossible_question_says_what_is_possible(asked: Any, code: str, says: str) -> None:
    with pytest.raises(Problem, match=says) as refused:
        run(*asked, actor=SYSTEM)
    assert refused.value.code == code
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ({"as_of": dt.datetime(2024, 1, 1)}, "metrics.not_a_date"),
        ({"as_of": "2024-01-01"}, "metrics.not_a_date"),
        ({"order": "win_rate"}, "metrics.bad_order"),
        ({"where": {"team": list(range(1001))}}, "metrics.too_many_values"),
        ({"where": {"team": "North"}}, "metrics.wrong_value"),
        ({"compare": "previous"}, "metrics.nothing_to_compare"),
    ],
)
def test_wrong_arguments_are_named(keywords: dict[str, Any], code: str) -> None:
    with pytest.raises(Problem) as refused:
        run("bookings.amount", actor=SYSTEM, **keywords)
    assert refused.value.code == code


def test_a_period_takes_dates_only_and_runs_forward() -> None:
    with pytest.raises(Problem, match="not a date"):
        Period(dt.datetime(2024, 1, 1), dt.date(2024, 2, 1))
    with pytest.raises(Problem, match="Swap the two dates"):
        Period.of(dt.date(2024, 2, 1), dt.date(2024, 1, 1))


@pytest.mark.django_db
def test_a_period_outside_the_calendar_is_refused_by_time_and_counted_without(company: Any) -> None:
    century = Period(dt.date(1990, 1, 1), dt.date(2024, 1, 1))
    with pytest.raises(Problem, match="does not cover Jan 1, 1990 to Dec 31, 2023"):
        run("bookings.amount", "month", century, actor=SYSTEM)
    assert run("bookings.amount", period=century, actor=SYSTEM).total.values["bookings.amount"] == 0


@pytest.mark.django_db
def test_a_snapshot_on_every_day_of_a_year_is_refused(company: Any) -> None:
    with pytest.raises(Problem, match="the most is 62"):
        run("pipeline.amount", "day", Period(dt.date(2024, 1, 1), dt.date(2025, 1, 1)), actor=SYSTEM)


@pytest.mark.parametrize("value", [1.0, 9.3e18, Decimal("1.5")])
def test_a_sum_that_is_no_longer_exact_is_an_error_and_not_a_number(value: Any) -> None:
    with pytest.raises(ArithmeticError):
        integer(value)


@pytest.mark.django_db
def test_every_fact_gives_the_columns_it_declares() -> None:
    day = dt.date(2024, 1, 1)
    for declared in registry.facts.all():
        columns = ", ".join(f'f."{name}"' for name in declared.columns)
        view = View(SYSTEM, day, (day,) if declared.snapshot else ())
        assert Live().fetch(f"SELECT {columns} FROM <rows> f", declared, view, {}) == []
