"""Retiring a metric, and bringing it back."""

from cadre.kernel import write
from cadre.kernel.access import Actor
from cadre.kernel.models import CompanyProfile
from cadre.kernel.problems import refuse_if
from cadre.kernel.verbs import verb
from cadre.targets import policies
from cadre.targets.models import RetiredMetric
from cadre.targets.problems import ALREADY_RETIRED, METRIC_IN_USE, METRIC_RETIRED, NOT_RETIRED, REASON_NEEDED
from cadre.targets.queries.measures import measure
from cadre.targets.queries.uses import retired, uses


@verb("targets.metric.retire", roles=policies.PLANNERS)
def retire_metric(*, actor: Actor, metric: str, reason: str) -> RetiredMetric:
    """Measure nothing new by a metric. METRIC_IN_USE for each place that still uses it, with its address."""
    wanted = measure(metric)
    _one_after_another()
    if not reason.strip():
        raise REASON_NEEDED(field="reason")
    if wanted.key in retired():
        raise ALREADY_RETIRED(field="metric", metric=wanted.title)
    refuse_if(
        METRIC_IN_USE(field="metric", metric=wanted.title, place=use.place, url=use.url)
        for use in uses(actor).get(wanted.key, ())
    )
    return write.create(RetiredMetric, metric=wanted.key, reason=reason.strip())


@verb("targets.metric.restore", roles=policies.PLANNERS)
def restore_metric(*, actor: Actor, metric: str) -> None:
    """Bring a retired metric back. NOT_RETIRED otherwise."""
    row = RetiredMetric.objects.changeable_by(actor).filter(metric=metric).first()
    if row is None:
        raise NOT_RETIRED(field="metric", metric=measure(metric).title)
    write.remove(row)


def require_live(metric: str) -> None:
    """METRIC_RETIRED where nothing new is measured by it. Until the transaction ends nobody retires one."""
    _one_after_another()
    if metric in retired():
        raise METRIC_RETIRED(field="metric", metric=measure(metric).title)


def _one_after_another() -> None:
    """Whoever retires a metric and whoever begins something by one wait for each other, or neither would see what the other did."""
    CompanyProfile.objects.select_for_update().first()
