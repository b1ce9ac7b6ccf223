"""Retiring a metric and beginning something by it at the same time: one of the two is refused, never both done."""

import pytest

from cadre.cockpit.models import AlertRule, Tile
from cadre.kernel.access import SYSTEM
from cadre.targets import services
from cadre.targets.models import RetiredMetric, TargetPlan
from tests.support.at_once import codes_of_the_second
from tests.support.cast import assemble
from tests.targets.conftest import extend_calendar
from tests.targets.quotas import draft

METRIC = "activities.visits"


def _retire() -> None:
    services.retire_metric(actor=SYSTEM, metric=METRIC, reason="Calls tell more")


def _begin() -> None:
    draft(metric=METRIC)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
@pytest.mark.parametrize(
    ("first", "second", "code"),
    [(_retire, _begin, "targets.metric_retired"), (_begin, _retire, "targets.metric_in_use")],
)
def test_a_metric_is_not_retired_while_a_plan_begins_by_it(first, second, code: str) -> None:
    assemble()
    extend_calendar()
    for model in (Tile, AlertRule):
        model.objects.all().delete()
    assert codes_of_the_second(first, second) == [code]
    assert RetiredMetric.objects.exists() != TargetPlan.objects.filter(metric=METRIC).exists()
