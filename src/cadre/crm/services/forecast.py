"""What the forecast keeps: it learns, is judged, takes snapshots; managers say their own number."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cadre.crm import policies
from cadre.crm.events import ForecastKept
from cadre.crm.forecast.backtest import METHODS, Verdict
from cadre.crm.forecast.calibration import Models
from cadre.crm.forecast.judging import Judgement, choose, judge
from cadre.crm.forecast.learned import TooLittleHistoryError
from cadre.crm.forecast.ranges import COMPANY, PERSON, TEAM, Groups
from cadre.crm.models import ForecastCall, ForecastLine, ForecastModel, ForecastSlot, ForecastSnapshot, Opportunity
from cadre.crm.problems import CALL_OF_SUPERIOR, CALL_OUT_OF_REACH, NO_CALL
from cadre.crm.queries.forecast_calls import call_of, may_call
from cadre.crm.queries.forecast_data import season, stage_percents, whole_history
from cadre.crm.queries.forecast_periods import Asked, finished_quarters
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
from cadre.people.rules.tree import above

if TYPE_CHECKING:
    from collections.abc import Iterator

KEEPERS = policies.MANAGERS
CALLERS = frozenset({Role.MANAGER, Role.DIRECTOR})
LINES_KEPT_DAYS = 15 * 7
"""How long the rows of single deals are kept; the sums stay."""
DAYS_KEPT = 14
YEAR = dt.timedelta(days=366)


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
    models = Models(history, season(first, today))
    quarters = finished_quarters(today)
    try:
        judged = _judge(models, quarters, today)
        design = judged.choice.design if judged else choose(models, [], stage_percents()).design
        coefficients = models.on(today.toordinal(), design).as_plain()
    except TooLittleHistoryError:
        learned = Learned({}, {}, [])
    else:
        verdict = _as_verdict(judged, quarters) if judged else {}
        learned = Learned(coefficients, verdict, _as_snapshots(judged.verdict, quarters[0]) if judged else [])
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


def _judge(models: Models, quarters: list[FiscalPeriod], today: dt.date) -> Judgement | None:
    """The protocol of `crm.forecast.judging` over the finished quarters, newest first. None where there is none to be judged on."""
    windows = [Asked("quarter", "quarter", quarter).window(quarter.last) for quarter in quarters]
    if not windows:
        return None
    try:
        return judge(models, windows[0], windows[1:], stage_percents(), _groups(today), today=today.toordinal())
    except TooLittleHistoryError:
        return None


def _groups(today: dt.date) -> Groups:
    """For which groups ranges are tried: the company, every team with all below it, every person in one."""
    organisation = organisation_on(today)
    teams: dict[int, set[int]] = {}
    for person, team in organisation.teams.items():
        for one in above(organisation.parents, team):
            teams.setdefault(one, set()).add(person)
    return {
        COMPANY: [None],
        TEAM: [frozenset(members) for members in teams.values()],
        PERSON: [frozenset({person}) for person in organisation.teams],
    }


def _as_verdict(judged: Judgement, quarters: list[FiscalPeriod]) -> dict[str, Any]:
    """For a JSON column: what the page says about the forecast."""
    found, choice = judged.verdict, judged.choice
    names = {quarter.start.toordinal(): quarter.name for quarter in quarters}
    return {
        "quarter": quarters[0].name,
        "first": quarters[0].start.isoformat(),
        "last": quarters[0].last.isoformat(),
        "better": found.better,
        "mape": {method: found.mape(method) for method in METHODS},
        "design": choice.design.key,
        "chosen_on": [names[window.first] for window in choice.quarters],
        "designs": {key: list(errors) for key, errors in choice.errors.items()},
        "ranges": judged.ranges.as_plain(),
        "coverage": judged.coverage,
        "calibration": [list(band) for band in found.calibration],
    }


def _as_snapshots(found: Verdict, quarter: FiscalPeriod) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for week in found.weeks:
        day = dt.date.fromordinal(week.day)
        organisation = organisation_on(day)
        for method in METHODS:
            coming = week.coming[method]
            sums = Sums(week.won, coming.open, coming.new, week.deals)
            rows += by_scope(sums, organisation, method=method, taken_on=day, kind="quarter", span=quarter)
    return [row | {"is_backtest": True} for row in rows]


@verb("crm.forecast.keep", roles=KEEPERS)
def keep_forecast(*, actor: Actor) -> int:
    """Take today's snapshot of every forecast, for everybody; a second one on the same day replaces the first. Returns its rows."""
    today = clock.today()
    write.remove_many(ForecastSnapshot.objects.filter(taken_on=today, is_backtest=False))
    _thin_out(today)
    old = today - dt.timedelta(days=LINES_KEPT_DAYS)
    write.remove_many(ForecastLine.objects.filter(taken_on=today) | ForecastLine.objects.filter(taken_on__lt=old))
    rows, lines = rows_to_keep(Opportunity.objects.all(), today)
    _insert(rows)
    write.create_rows(ForecastLine, _columns(lines), len(lines))
    publish(ForecastKept(taken_on=today))
    return len(rows)


def _thin_out(today: dt.date) -> None:
    """Of the days before the last fortnight one a week stays, the first that was kept."""
    before = today - dt.timedelta(days=DAYS_KEPT)
    kept = ForecastSnapshot.objects.filter(is_backtest=False, taken_on__lt=before, taken_on__gte=before - YEAR)
    days = sorted(set(kept.values_list("taken_on", flat=True)))
    first_of_week = {day.isocalendar()[:2]: day for day in reversed(days)}
    extra = set(days) - set(first_of_week.values())
    if extra:
        write.remove_many(ForecastSnapshot.objects.filter(is_backtest=False, taken_on__in=extra))


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
