"""How wrong the forecasts were, and what changed since the last snapshot."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import pgettext

from cadre.crm.models import ForecastLine, ForecastSnapshot, Method, Opportunity
from cadre.crm.queries.forecast import Outlook
from cadre.crm.queries.forecast_moves import moves_between
from cadre.crm.queries.forecast_scope import EVERYTHING, Whose, reach_of
from cadre.kernel import clock
from cadre.kernel.access import Actor

__all__ = ["Change", "Miss", "changes_since", "last_kept_on", "past_errors", "snapshots"]


def last_kept_on() -> dt.date | None:
    """The day of the newest snapshot that was really taken."""
    return ForecastSnapshot.objects.filter(is_backtest=False).aggregate(last=Max("taken_on"))["last"]


def snapshots(actor: Actor, whose: Whose) -> Any:
    """The snapshots of a person, a team or the company that the actor may see, newest first."""
    rows = ForecastSnapshot.objects.visible_to(actor)
    if whose.kind == EVERYTHING:
        return rows.filter(scope="company").order_by("-taken_on", "starts_on", "method", "pk")
    return rows.filter(scope=whose.kind, subject=whose.id).order_by("-taken_on", "starts_on", "method", "pk")


@dataclass(frozen=True)
class Miss:
    """The error of the forecasts made so many weeks before the end of a quarter: mean of |forecast - actual| ÷ actual."""

    weeks_left: int
    errors: dict[str, float]
    quarters: int
    is_backtest: bool


def past_errors(actor: Actor, whose: Whose) -> list[Miss]:
    """By horizon, over the finished quarters; a snapshot that was really taken counts, else the backtest's."""
    rows = snapshots(actor, whose).filter(period_kind="quarter", ends_on__lt=clock.today())
    table = list(
        rows.values_list(
            "starts_on", "ends_on", "taken_on", "method", "won_minor", "open_minor", "new_minor", "is_backtest"
        )
    )
    actual = _actual(actor, whose, {(row[0], row[1]) for row in table})
    real = {(row[0], row[3]) for row in table if not row[7]}
    found: dict[int, dict[str, list[float]]] = {}
    seen: dict[int, set[dt.date]] = {}
    tried: dict[int, bool] = {}
    for start, end, taken, method, won, coming, new, is_backtest in table:
        came = actual.get(start, 0)
        if not came or (is_backtest and (start, method) in real):
            continue
        weeks = -(-(end - taken).days // 7)
        found.setdefault(weeks, {}).setdefault(method, []).append(abs(won + coming + new - came) / came)
        seen.setdefault(weeks, set()).add(start)
        tried[weeks] = tried.get(weeks, True) and is_backtest
    return [
        Miss(
            weeks, {method: sum(off) / len(off) for method, off in found[weeks].items()}, len(seen[weeks]), tried[weeks]
        )
        for weeks in sorted(found, reverse=True)
    ]


def _actual(actor: Actor, whose: Whose, spans: set[tuple[dt.date, dt.date]]) -> dict[dt.date, int]:
    everybody = rows = Opportunity.objects.visible_to(actor).filter(state="won")
    if whose.owners is not None:
        rows = rows.filter(owner_id__in=whose.owners)
    found = {
        start: rows.filter(closed_on__gte=start, closed_on__lte=end).aggregate(total=Sum("base_minor"))["total"] or 0
        for start, end in spans
    }
    if whose.kind == "team":
        reach = reach_of(actor)
        below = reach.teams_below(whose.id)
        for start, end in spans:
            found[start] += moves_between(everybody, start, end, reach.organisation).of_teams(below)
    return found


@dataclass(frozen=True)
class Change:
    """A step of the way from the last snapshot to now, and the deals in it."""

    key: str
    amount: int
    deals: int = 0

    @property
    def label(self) -> str:
        return {
            "before": pgettext("forecast change", "Then"),
            "won": pgettext("forecast change", "Won"),
            "lost": pgettext("forecast change", "Lost"),
            "created": pgettext("forecast change", "New deals"),
            "moved_in": pgettext("forecast change", "Moved into the period"),
            "moved_out": pgettext("forecast change", "Moved out of the period"),
            "amount": pgettext("forecast change", "Amount changed"),
            "stage": pgettext("forecast change", "Stage changed"),
            "owner": pgettext("forecast change", "Changed hands"),
            "time": pgettext("forecast change", "Time and what was learned"),
            "future": pgettext("forecast change", "Deals still to come"),
            "now": pgettext("forecast change", "Now"),
        }[self.key]


ORDER = ("won", "lost", "created", "moved_in", "moved_out", "amount", "stage", "owner", "time", "future")


def changes_since(actor: Actor, seen: Outlook, method: str) -> tuple[dt.date, list[Change]] | None:
    """From the newest snapshot that is at least six days old (else the newest before today) to now, for this quarter.

    None where there is no snapshot of this quarter to compare with. The steps add up exactly.
    """
    if seen.asked.key != "quarter":
        return None
    day = _day_before(seen.asked.span.start)
    if day is None:
        return None
    lines = ForecastLine.objects.visible_to(actor).filter(taken_on=day)
    if seen.whose.owners is not None:
        lines = lines.filter(owner_id__in=seen.whose.owners)
    field = "learned_minor" if method == Method.LEARNED else "weighted_minor"
    before = {row[0]: row[1:] for row in lines.values_list("opportunity_id", field, "stage_id", "base_minor", "is_due")}
    kept = snapshots(actor, seen.whose).filter(
        taken_on=day, method=method, starts_on=seen.asked.span.start, period_kind="quarter", is_backtest=False
    )
    kept_won = kept.first()
    if kept_won is None:
        return None
    steps = _steps(actor, seen, before, method, kept_won)
    start = kept_won.won_minor + sum(row[0] for row in before.values()) + kept_won.new_minor
    now = seen.line(method)
    end = now.total if now else 0
    rest = end - start - sum(amount for amount, _count in steps.values())
    amount, count = steps.get("time", (0, 0))
    steps["time"] = (amount + rest, count)
    rows = [Change(key, *steps[key]) for key in ORDER if key in steps and steps[key][0]]
    return day, [Change("before", start), *rows, Change("now", end)]


def _day_before(start: dt.date) -> dt.date | None:
    today = clock.today()
    days = list(
        ForecastSnapshot.objects.filter(is_backtest=False, starts_on=start, taken_on__lt=today)
        .order_by("-taken_on")
        .values_list("taken_on", flat=True)
        .distinct()[:30]
    )
    old = [day for day in days if day <= today - dt.timedelta(days=6)]
    return (old or days or [None])[0]


def _steps(
    actor: Actor, seen: Outlook, before: dict[int, Any], method: str, kept: ForecastSnapshot
) -> dict[str, tuple[int, int]]:
    values = seen.expected.learned_minor if method == Method.LEARNED else seen.expected.weighted_minor
    deals = seen.book.deals
    now = dict(
        zip(
            deals.id.tolist(),
            zip(
                values.tolist(),
                seen.book.stages.tolist(),
                deals.amount.tolist(),
                seen.expected.is_due.tolist(),
                strict=True,
            ),
            strict=True,
        )
    )
    steps: dict[str, tuple[int, int]] = {}

    def note(key: str, amount: int) -> None:
        total, count = steps.get(key, (0, 0))
        steps[key] = (total + amount, count + 1)

    for pk, row in now.items():
        old = before.get(pk)
        note(_reason(old, row, method), row[0] - (old[0] if old else 0))
    gone = [pk for pk in before if pk not in now]
    fates = dict(Opportunity.objects.visible_to(actor).filter(pk__in=gone).values_list("pk", "state"))
    for pk in gone:
        note({"won": "won", "lost": "lost"}.get(fates.get(pk, ""), "owner"), -before[pk][0])
    newly_won = sum(seen.won.values()) + seen.moved(seen.whose) - kept.won_minor
    total, count = steps.get("won", (0, 0))
    steps["won"] = (total + newly_won, count)
    steps["future"] = (sum(seen.coming[method].new.values()) - kept.new_minor, 0)
    return steps


def _reason(old: Any, row: tuple[int, int, int, bool], method: str) -> str:
    if old is None:
        return "created"
    if method == Method.WEIGHTED and old[3] != row[3]:
        return "moved_in" if row[3] else "moved_out"
    if old[2] != row[2]:
        return "amount"
    return "stage" if old[1] != row[1] else "time"
