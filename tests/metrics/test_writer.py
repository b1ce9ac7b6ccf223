"""The SQL itself: one reviewed text per metric, and the index each busy tile must be answered from."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.db import connection

from cadre.kernel.access import SYSTEM, Actor
from cadre.metrics import registry
from cadre.metrics.engines import View, bind
from cadre.metrics.explanations import explain
from cadre.metrics.writer import Filter, compile_count, compile_rows, compile_sql
from tests.metrics.conftest import Company

SNAPSHOT = Path(__file__).with_name("compiled.sql")
BOUNDS = {"start": dt.date(2024, 1, 1), "end": dt.date(2025, 1, 1)}


def compiled() -> str:
    """Every metric's statements, and one of every shape."""
    texts = [f"-- {metric.key}\n" + ";\n".join(explain(metric.key).sql) + ";\n" for metric in registry.metrics.all()]
    amount, won = registry.parts["bookings.amount"], registry.parts["deals.won"]
    for dimension in registry.dimensions.all():
        part = next(p for p in registry.parts.all() if dimension.fits(registry.facts[p.fact]) and p.adds_up)
        texts.append(f"-- {part.key} by {dimension.key}\n{compile_sql([part], [dimension])};\n")
    team = Filter(registry.dimensions["team"], 2, or_none=True)
    month = registry.dimensions["month"]
    texts.append(f"-- by month in two teams or none\n{compile_sql([amount], [month], [team])};\n")
    texts.append(f"-- rows behind\n{compile_rows([won], [Filter(month, 1)])};\n")
    texts.append(f"-- how many rows behind\n{compile_count([won], bounded=False)};\n")
    return "\n".join(texts)


def test_the_sql_is_the_one_that_was_reviewed() -> None:
    """To accept a change: run this test with ACCEPT_SQL=1, then read the diff."""
    if os.environ.get("ACCEPT_SQL"):
        SNAPSHOT.write_text(compiled())
    assert compiled() == SNAPSHOT.read_text()


@pytest.mark.django_db
def test_a_percent_sign_and_a_filter_of_the_queryset_survive_binding(company: Company) -> None:
    actor = company.actor("manager_chen")
    text = "SELECT f.id FROM <rows> f WHERE 7 %% 4 = 3 AND f.id <> %(x)s"
    bound = bind(text, registry.facts["bookings"], View(actor, dt.date(2024, 1, 1)), {"x": 0})
    assert bound is not None
    deal = company.won("rep_lin")
    with connection.cursor() as cursor:
        cursor.execute(*bound)
        assert cursor.fetchall() == [(deal.pk,)]


def explained(parts: list[str], by: list[str], actor: Actor = SYSTEM) -> str:
    sql = compile_sql([registry.parts[key] for key in parts], [registry.dimensions[key] for key in by])
    bound = bind(sql, registry.facts[registry.parts[parts[0]].fact], View(actor, dt.date(2024, 1, 1)), BOUNDS)
    assert bound is not None
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {bound[0]}", bound[1])
        return "\n".join(row[-1] for row in cursor.fetchall())


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("by", [[], ["employee"], ["month"], ["employee", "month"], ["team"], ["team", "month"]])
def test_bookings_are_summed_from_the_index_alone(by: list[str]) -> None:
    plan = explained(["bookings.amount", "bookings.count", "bookings.cycle_days"], by)
    assert "crm_opportunity USING COVERING INDEX" in plan


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("by", [[], ["employee"], ["team"]])
def test_the_pipeline_is_summed_from_the_index_alone(by: list[str]) -> None:
    assert "crm_opportunity USING COVERING INDEX" in explained(["pipeline.amount", "pipeline.count"], by)


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    "by", [[], ["employee"], ["month"], ["activity_kind"], ["employee", "activity_kind"], ["team"]]
)
@pytest.mark.parametrize("name", ["", "manager_chen", "rep_lin"])
def test_activities_are_counted_from_the_index_alone(by: list[str], name: str, company: Company) -> None:
    actor = company.actor(name) if name else SYSTEM
    assert "crm_activity USING COVERING INDEX" in explained(["activities.count", "activities.visits"], by, actor)
