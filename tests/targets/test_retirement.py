"""A metric that something still uses is not retired: the places are named, with the way to each."""

import pytest
from django.core.management import CommandError, call_command

from cadre.cockpit import services as cockpit
from cadre.kernel.access import SYSTEM
from cadre.kernel.problems import Problems
from cadre.targets import queries, services
from cadre.targets.models import RetiredMetric
from tests.support.cast import Cast
from tests.support.deals import actor
from tests.support.refusals import refuses
from tests.targets.quotas import draft, quarter

METRIC = "activities.visits"


@pytest.fixture
def free(cast: Cast) -> Cast:
    """Nothing uses the metric: not the dashboards that come with the product either."""
    from cadre.cockpit.models import AlertRule, Tile

    for tile in Tile.objects.all():
        if METRIC in tile.metrics:
            tile.delete()
    AlertRule.objects.filter(metric=METRIC).delete()
    return cast


def places(call) -> list[str]:
    with pytest.raises(Problems) as refused:
        call()
    assert {problem.code for problem in refused.value.problems} == {"targets.metric_in_use"}
    return [problem.message for problem in refused.value.problems]


def retire() -> RetiredMetric:
    return services.retire_metric(actor=SYSTEM, metric=METRIC, reason="Calls tell more")


def test_a_metric_with_a_target_is_not_retired(free: Cast) -> None:
    plan = draft(metric=METRIC)
    (told,) = places(retire)
    assert f"/targets/plans/{plan.pk}/" in told


def test_a_metric_with_a_goal_is_not_retired(free: Cast) -> None:
    services.set_goal(
        actor=SYSTEM, title="Be seen", metric=METRIC, period_kind="quarter", period=quarter().name, value=9
    )
    (told,) = places(retire)
    assert "Be seen" in told


def test_a_metric_on_a_dashboard_is_not_retired(free: Cast) -> None:
    board = cockpit.create_dashboard(actor=actor(free.director_shen), title="Out and about")
    cockpit.add_tile(
        actor=actor(free.director_shen), dashboard_id=board.pk, kind="number", metrics=[METRIC], period="month"
    )
    (told,) = places(retire)
    assert "Out and about" in told
    assert f"/dashboards/{board.pk}/" in told


def test_what_nothing_uses_is_retired_offered_no_more_and_brought_back(free: Cast) -> None:
    retire()
    assert METRIC not in {one.key for one in queries.measures()}
    with refuses("targets.metric_retired"):
        draft(metric=METRIC)
    with refuses("targets.already_retired"):
        retire()
    services.restore_metric(actor=SYSTEM, metric=METRIC)
    assert draft(metric=METRIC).pk


def test_the_page_names_every_place_and_refuses_with_them(free: Cast, client) -> None:
    plan = draft(metric=METRIC)
    client.force_login(free.ops_tsai)
    assert f"/targets/plans/{plan.pk}/" in client.get("/targets/plans/metrics/").content.decode()
    refused = client.post(f"/targets/plans/metrics/{METRIC}/retire/", {"reason": "x"})
    assert refused.status_code in {409, 422}
    assert str(plan) in refused.content.decode()
    plan.delete()
    assert client.post(f"/targets/plans/metrics/{METRIC}/retire/", {"reason": "x"}).status_code == 302
    assert RetiredMetric.objects.filter(metric=METRIC).exists()


def test_the_command_refuses_with_the_places_too(free: Cast) -> None:
    plan = draft(metric=METRIC)
    with pytest.raises(CommandError, match=f"/targets/plans/{plan.pk}/"):
        call_command("retire_metric", METRIC, reason="x")
    plan.delete()
    call_command("retire_metric", METRIC, reason="x")
    assert RetiredMetric.objects.filter(metric=METRIC).exists()


def test_a_manager_retires_nothing(free: Cast) -> None:
    with refuses("kernel.forbidden"):
        services.retire_metric(actor=actor(free.manager_chen), metric=METRIC, reason="x")
