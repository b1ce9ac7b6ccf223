"""What a rule finds: the matters that are worth an alert today, over the rows of one reader."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse

from cadre.cockpit.links import rows_url
from cadre.cockpit.models import AlertRule
from cadre.cockpit.rules.limits import value_of
from cadre.cockpit.rules.spans import Spans
from cadre.crm.queries.watching import idle_deals, slipping_deals
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.metrics.cells import Cells
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.metrics.registry import metrics
from cadre.targets.queries.periods import KINDS, running
from cadre.targets.queries.progress import progress_of
from cadre.ui.formatting import number

MOST_MATTERS = 200
RECENT_DAYS, USUAL_DAYS = 30, 180
LEAST_CASES = 10
"""A rate of fewer cases says nothing."""
Condition = AlertRule.Condition


@dataclass(frozen=True)
class Matter:
    """One thing to tell. `key` is the same as long as it is the same thing. `employee_id` is whose deal it is."""

    key: str
    params: dict[str, Any]
    url: str
    opportunity_id: int | None = None
    employee_id: int | None = None


def matters(rule: AlertRule, reader: Actor) -> list[Matter]:
    """What the rule finds for a reader, worst first. A Problem where it cannot be asked any more."""
    if rule.condition in {Condition.IDLE, Condition.SLIPPED}:
        return _of_deals(rule, reader)
    if rule.condition == Condition.PACE:
        return _behind(rule, reader)
    if rule.condition == Condition.DROP:
        return _drop(rule, reader)
    return _threshold(rule, reader)


def _of_deals(rule: AlertRule, reader: Actor) -> list[Matter]:
    today = clock.today()
    if rule.condition == Condition.IDLE:
        deals = idle_deals(reader, today, rule.most)[:MOST_MATTERS]
        return [_deal(deal, {"days": (today - deal.quiet_since).days}) for deal in deals]
    return [_deal(deal, {"times": deal.slipped}) for deal in slipping_deals(reader, rule.most)[:MOST_MATTERS]]


def _deal(deal: Any, params: dict[str, Any]) -> Matter:
    url = reverse("crm:opportunity-record", args=[deal.pk])
    return Matter(
        f"deal:{deal.pk}",
        {"account": str(deal.account or ""), "product": str(deal.product), **params},
        url,
        deal.pk,
        deal.owner_id,
    )


def _behind(rule: AlertRule, reader: Actor) -> list[Matter]:
    """Everybody the reader sees whose attainment lies `most` hundredths of a point or more behind the time passed."""
    period = running(rule.period if rule.period in KINDS else "quarter")
    board = progress_of(reader, metric=rule.metric, period=period, outlooks=False)
    found = []
    for row in board.rows:
        behind = row.standing.ahead_points
        if row.subject.kind != "person" or behind is None or behind > Fraction(-rule.most, 10_000):
            continue
        params = {
            "name": row.subject.name,
            "metric": rule.metric,
            "points": number(-behind * 100, 1),
            "period": period.name,
        }
        url = rows_url(rule.metric, Period(period.start, period.end), {"employee": row.subject.id})
        found.append((behind, Matter(f"pace:{row.subject.id}:{period.name}", params, url, None, row.subject.id)))
    return [matter for _behind_by, matter in sorted(found, key=lambda pair: pair[0])]


def _threshold(rule: AlertRule, reader: Actor) -> list[Matter]:
    metric, period = metrics[rule.metric], Spans().period(rule.period)
    answer = run(rule.metric, (), period, actor=reader)
    now, limit = answer.total.values[rule.metric], value_of(rule.most, metric)
    if now is None or (now >= limit if rule.condition == Condition.BELOW else now <= limit):
        return []
    since = period.start.isoformat() if period and rule.period.startswith("last-") else ""
    return [_number(rule, answer, period, {"limit": str(limit)}, since)]


def _drop(rule: AlertRule, reader: Actor) -> list[Matter]:
    """The last 30 days against the 180 before them; `most` is how many hundredths of a point it may drop."""
    end = clock.today() + dt.timedelta(days=1)
    recent = Period(end - dt.timedelta(days=RECENT_DAYS), end)
    usual = Period(recent.start - dt.timedelta(days=USUAL_DAYS), recent.start)
    answers = [run(rule.metric, (), period, actor=reader) for period in (recent, usual)]
    cases = metrics[rule.metric].parts[1]
    if any((answer.total.parts[cases] or 0) < LEAST_CASES for answer in answers):
        return []
    now, before = (answer.total.values[rule.metric] for answer in answers)
    if now is None or before is None or before - now < value_of(rule.most, metrics[rule.metric]):
        return []
    return [_number(rule, answers[0], recent, {"usual": str(before)}, "")]


def _number(rule: AlertRule, answer: Cells, period: Period | None, params: dict[str, Any], since: str) -> Matter:
    told = {"metric": rule.metric, "now": str(answer.total.values[rule.metric]), "currency": answer.currency, **params}
    return Matter(f"{rule.metric}:{since}", told, rows_url(rule.metric, period))
