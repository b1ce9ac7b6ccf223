"""What the forecast keeps: it learns, is judged, takes snapshots; managers say their own number."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadre.crm import policies
from cadre.crm.events import ForecastKept
from cadre.crm.forecast.backtest import LEARNED, WEIGHTED, Verdict, backtest
from cadre.crm.forecast.calibration import train
from cadre.crm.forecast.learned import TooLittleHistoryError
from cadre.crm.models import ForecastCall, ForecastLine, ForecastModel, ForecastSlot, ForecastSnapshot, Opportunity
from cadre.crm.problems import CALL_OF_SUPERIOR, CALL_OUT_OF_REACH, NO_CALL
from cadre.crm.queries.forecast import Asked, call_of, last_finished_quarter, may_call
from cadre.crm.queries.forecast_data import season, stage_percents, whole_history
from cadre.crm.queries.forecast_scope import Whose, reach_of
from cadre.crm.queries.forecast_sums import Sums, by_scope, rows_to_keep
from cadre.kernel import clock, write
from cadre.kernel.access import Actor, Role
from cadre.kernel.calendar.queries import FiscalPeriod
from cadre.kernel.events import publish
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import may, verb
from cadre.kernel.visibility import employees_under
from cadre.people.queries import organisation_on

if TYPE_CHECKING:
    from collections.abc import Iterator

KEEPERS = policies.MANAGERS
CALLERS = frozenset({Role.MANAGER, Role.DIRECTOR})
LINES_KEPT_DAYS = 15 * 7
"""How long the rows of single deals are kept; the sums stay."""


@dataclass(frozen=True)
class Learned:
    """What was learned and how it was judged, not yet kept."""

    coefficients: dict[str, Any]
    verdict: dict[str, Any]
    backtest: list[dict[str, Any]]


def learn_forecast(*, actor: Actor) -> ForecastModel:
    """Learn from everything known today, judge by forecasting the last finished quarter again, and keep both.

    Takes up to a minute, all of it before the transaction: nobody who saves meanwhile has to wait. With too little history the model
    stays empty and the weighted forecast is used. FORBIDDEN for those who may not keep it.
    """
    if not may(actor, "crm.forecast.learn"):
        raise FORBIDDEN()
    today = clock.today()
    history = whole_history()
    first = dt.date.fromordinal(int(history.began.min())) if len(history) else today
    times = season(first, today)
    try:
        coefficients = train(history, times, today.toordinal()).as_plain()
    except TooLittleHistoryError:
        learned = Learned({}, {}, [])
    else:
        learned = Learned(coefficients, *_judge(history, times, last_finished_quarter(today)))
    return keep_learned(actor=actor, learned=learned)


@verb("crm.forecast.learn", roles=policies.CURATORS)
def keep_learned(*, actor: Actor, learned: Learned) -> ForecastModel:
    """Keep what was learned today; replaces today's model and the backtests of the same quarter."""
    if learned.backtest:
        quarter = learned.backtest[0]["starts_on"]
        write.remove_many(ForecastSnapshot.objects.filter(is_backtest=True, starts_on=quarter))
        _insert(learned.backtest)
    today, fields = clock.today(), {"coefficients": learned.coefficients, "verdict": learned.verdict}
    present = ForecastModel.objects.filter(trained_on=today).first()
    return write.change(present, **fields) if present else write.create(ForecastModel, trained_on=today, **fields)


def _judge(history: Any, times: Any, quarter: FiscalPeriod | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The verdict, and what the methods would have said as snapshots, so that past error is shown from the first day on."""
    if quarter is None:
        return {}, []
    window = Asked("quarter", "quarter", quarter).window(quarter.last)
    try:
        found = backtest(history, times, window, stage_percents())
    except TooLittleHistoryError:
        return {}, []
    verdict = {
        "quarter": quarter.name,
        "first": quarter.start.isoformat(),
        "last": quarter.last.isoformat(),
        "better": found.better,
        "mape": {method: found.mape(method) for method in (WEIGHTED, LEARNED)},
        "off_by_week": found.typical_errors,
        "typical_error": found.typical_error,
        "calibration": [list(band) for band in found.calibration],
    }
    return verdict, _as_snapshots(found, quarter)


def _as_snapshots(found: Verdict, quarter: FiscalPeriod) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for week in found.weeks:
        day = dt.date.fromordinal(week.day)
        organisation = organisation_on(day)
        for method in (WEIGHTED, LEARNED):
            coming = week.weighted if method == WEIGHTED else week.learned
            sums = Sums(week.won, coming, week.fresh if method == LEARNED else {}, week.deals)
            rows += by_scope(sums, organisation, method=method, taken_on=day, kind="quarter", span=quarter)
    return [row | {"is_backtest": True} for row in rows]


@verb("crm.forecast.keep", roles=KEEPERS)
def keep_forecast(*, actor: Actor) -> int:
    """Take today's snapshot of every forecast, for everybody; a second one on the same day replaces the first. Returns its rows."""
    today = clock.today()
    write.remove_many(ForecastSnapshot.objects.filter(taken_on=today, is_backtest=False))
    old = today - dt.timedelta(days=LINES_KEPT_DAYS)
    write.remove_many(ForecastLine.objects.filter(taken_on=today) | ForecastLine.objects.filter(taken_on__lt=old))
    rows, lines = rows_to_keep(Opportunity.objects.all(), today)
    _insert(rows)
    write.create_rows(ForecastLine, _columns(lines), len(lines))
    publish(ForecastKept(taken_on=today))
    return len(rows)


@verb("crm.forecast.call", roles=CALLERS)
def call_forecast(
    *, actor: Actor, who: str, period: str, commit_minor: int, note: str, best_minor: int | None = None
) -> ForecastCall:
    """Say a number of one's own for a person or team below, for the whole period, from today on. Replaces the one in force.

    CALL_OUT_OF_REACH for oneself and everybody who is not below; CALL_OF_SUPERIOR where somebody above has said a number.
    """
    whose, asked, present = _to_call(actor, who, period)
    fields = {"commit_minor": commit_minor, "best_minor": best_minor, "note": note}
    today = clock.today()
    if present and present.valid_from == today:
        return write.change(present, author_id=actor.employee_id, **fields)
    if present:
        write.change(present, valid_to=today)
    key = {"period_kind": asked.kind, "starts_on": asked.span.start, "scope": whose.kind, "subject": whose.id}
    slot = ForecastSlot.objects.filter(**key).first() or write.create(ForecastSlot, **key)
    return write.create(ForecastCall, slot=slot, author_id=actor.employee_id, valid_from=today, **fields)


@verb("crm.forecast.withdraw_call", roles=CALLERS)
def withdraw_call(*, actor: Actor, who: str, period: str) -> None:
    """Take one's number back: from today on the deals speak again. NO_CALL where there is none."""
    _whose, _asked, present = _to_call(actor, who, period)
    if present is None:
        raise NO_CALL()
    if present.valid_from == clock.today():
        write.remove(present)
    else:
        write.change(present, valid_to=clock.today())


def _to_call(actor: Actor, who: str, period: str) -> tuple[Whose, Asked, ForecastCall | None]:
    whose, asked = reach_of(actor).whose(who), Asked.of(period, clock.today())
    if not may_call(actor, whose):
        raise CALL_OUT_OF_REACH(field="who")
    present = call_of(whose, asked)
    if present and present.author_id != actor.employee_id and present.author_id not in _below(actor):
        raise CALL_OF_SUPERIOR(name=present.author.name)
    return whose, asked, present


def _below(actor: Actor) -> set[int]:
    below = employees_under(actor)
    return set(below) if isinstance(below, list) else set(below.values_list("pk", flat=True))


def _insert(rows: list[dict[str, Any]]) -> None:
    write.create_rows(ForecastSnapshot, _columns(rows), len(rows))


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    names: Iterator[str] | list[str] = list(rows[0]) if rows else []
    return {name: [row[name] for row in rows] for name in names}
