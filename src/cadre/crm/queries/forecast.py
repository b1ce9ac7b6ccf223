"""The forecast as it stands now: by every method, for whom the actor sees, for a month or a quarter."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min, Q, Sum

from cadre.crm.forecast import chances, outlook, weighted
from cadre.crm.forecast.categories import Call, Commitment, rolled_up
from cadre.crm.forecast.deals import UNKNOWN, Season, Window, column
from cadre.crm.forecast.learned import Model
from cadre.crm.models import ForecastCall, ForecastModel, Method, Opportunity, PeriodKind
from cadre.crm.queries.catalogue import open_stages
from cadre.crm.queries.forecast_data import (
    CATEGORIES,
    COLUMNS,
    current_model,
    deals_of,
    season,
    stage_percents,
    table_of,
)
from cadre.crm.queries.forecast_scope import EVERYTHING, Reach, Whose, reach_of
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.calendar.queries import FiscalPeriod, period_of
from cadre.kernel.problems import INVALID

if TYPE_CHECKING:
    from collections.abc import Iterable


PERIODS = ("month", "quarter", "next_quarter")


@dataclass(frozen=True)
class Asked:
    """Which period: its place in PERIODS, its kind, its fiscal days."""

    key: str
    kind: str
    span: FiscalPeriod

    @classmethod
    def of(cls, key: str, today: dt.date) -> "Asked":
        """INVALID for a period that is none of PERIODS."""
        if key not in PERIODS:
            raise INVALID(field="period", reason=", ".join(PERIODS))
        kind = PeriodKind.MONTH.value if key == "month" else PeriodKind.QUARTER.value
        span = period_of(today, kind)
        return cls(key, kind, period_of(span.end, kind) if key == "next_quarter" else span)

    def window(self, today: dt.date) -> Window:
        return Window(self.span.start.toordinal(), self.span.last.toordinal(), today.toordinal())


@dataclass(frozen=True)
class Line:
    """One method's forecast for the whole period, in minor units of the company's currency."""

    method: str
    won: int
    open: int
    new: int = 0
    low: int | None = None
    high: int | None = None
    error: float | None = None
    """Mean absolute percentage error in the backtest, of the company as a whole."""

    @property
    def total(self) -> int:
        return self.won + self.open + self.new

    @property
    def label(self) -> str:
        return str(Method(self.method).label)

    @property
    def off(self) -> Decimal | None:
        """The error as an exact ratio of 1, to a tenth of a per cent."""
        return None if self.error is None else Decimal(str(round(self.error, 3)))


@dataclass(frozen=True)
class Outlook:
    """Everything that the forecast of some deals is made of; what a page shows is derived from it."""

    asked: Asked
    window: Window
    book: outlook.Book
    expected: outlook.Expected
    won: dict[int, int]
    model_row: ForecastModel | None
    model: Model | None
    calls: dict[tuple[str, int], Call]
    reach: Reach
    whose: Whose
    season: Season = field(repr=False)

    @property
    def verdict(self) -> dict[str, Any]:
        return self.model_row.verdict if self.model_row else {}

    @property
    def best(self) -> str:
        """The method that was less wrong in the backtest; the weighted one as long as there is none."""
        better = str(self.verdict.get("better") or Method.WEIGHTED.value)
        return better if self.model else Method.WEIGHTED.value

    @cached_property
    def weighted(self) -> dict[int, int]:
        """By owner, of open deals."""
        return outlook.by_owner(self.book.deals.owner, self.expected.weighted_minor)

    @cached_property
    def learned(self) -> dict[int, int]:
        """By owner, of open deals."""
        return outlook.by_owner(self.book.deals.owner, self.expected.learned_minor)

    @cached_property
    def fresh(self) -> dict[int, int]:
        return outlook.by_owner(self.book.recent.owner, self.expected.fresh * self.expected.fresh_amounts)

    @cached_property
    def commitments(self) -> dict[int, Commitment]:
        """By owner, of the deals that fall due in the period."""
        commit, best, pipeline = (
            outlook.due_by_owner(self.book, self.expected, kind)
            for kind in (outlook.COMMIT, outlook.BEST_CASE, outlook.PIPELINE)
        )
        return {
            owner: Commitment(self.won.get(owner, 0), commit.get(owner, 0), best.get(owner, 0), pipeline.get(owner, 0))
            for owner in {*self.won, *commit}
        }

    def commitment(self, whose: Whose) -> Commitment:
        """With every manager's number on the way up."""
        if whose.kind == "person":
            own = self.commitments.get(whose.id, Commitment())
            call = self.calls.get(("person", whose.id))
            return own.replaced(*call) if call else own
        tops = [whose.id] if whose.kind == "team" else self.reach.tops()
        total = Commitment()
        if whose.kind == EVERYTHING:
            # Whoever belongs to no team, or has left, is in the whole all the same
            inside = {person for team in tops for person in self.reach.members_below(team)}
            total = sum((own for person, own in self.commitments.items() if person not in inside), Commitment())
        for team in tops:
            total += rolled_up(
                team,
                children=self.reach.children,
                members=self.reach.members,
                of_people=self.commitments,
                calls=self.calls,
            )
        return total

    @cached_property
    def lines(self) -> list[Line]:
        """The methods side by side."""
        won, said = sum(self.won.values()), self.commitment(self.whose)
        errors = self.verdict.get("mape", {})
        rows = [
            Line(Method.WEIGHTED.value, won, sum(self.weighted.values()), error=errors.get("weighted")),
            Line(Method.CATEGORY.value, won, said.commit, low=won, high=said.best_total),
        ]
        if self.model:
            coming, new = sum(self.learned.values()), sum(self.fresh.values())
            half = round(self._half_range())
            low, high = max(won, won + coming + new - half), won + coming + new + half
            rows.append(Line(Method.LEARNED.value, won, coming, new, low, high, errors.get("learned")))
        return rows

    def line(self, method: str) -> Line | None:
        return next((line for line in self.lines if line.method == method), None)

    def _half_range(self) -> float:
        amounts = self.book.deals.amount * (self.model.realised if self.model else 1)
        seen = self.expected
        weeks = str(-(-self.window.days_left // 7))
        off = self.verdict.get("off_by_week", {}).get(weeks, self.verdict.get("typical_error", 0.2))
        return chances.spread(seen.chance, amounts, seen.fresh, seen.fresh_amounts, off)


def forecast(actor: Actor, who: str = EVERYTHING, period: str = "quarter") -> Outlook:
    """The forecast of whom the actor sees. NOT_FOUND for a stranger, INVALID for an unknown period."""
    reach = reach_of(actor)
    whose = reach.whose(who)
    rows = Opportunity.objects.visible_to(actor)
    if whose.owners is not None:
        rows = rows.filter(owner_id__in=whose.owners)
    asked = Asked.of(period, clock.today())
    return outlook_of(rows, asked, reach, whose, calls_in_force(asked))


def outlook_of(rows: Any, asked: Asked, reach: Reach, whose: Whose, calls: dict[tuple[str, int], Call]) -> Outlook:
    """The forecast of the opportunities in `rows`, which the caller has narrowed to what may be seen."""
    today = clock.today()
    window = asked.window(today)
    model_row, model = current_model()
    book = book_of(rows, today)
    times = season(today, asked.span.last)
    won = rows.filter(state="won", closed_on__gte=asked.span.start, closed_on__lte=min(today, asked.span.last))
    return Outlook(
        asked=asked,
        window=window,
        book=book,
        expected=outlook.expected(book, model, times, window),
        won=dict(won.order_by().values_list("owner_id").annotate(total=Sum("base_minor"))),
        model_row=model_row,
        model=model,
        calls=calls,
        reach=reach,
        whose=whose,
        season=times,
    )


def book_of(rows: Any, today: dt.date) -> outlook.Book:
    """The open deals of now and those begun lately."""
    since = today - dt.timedelta(days=chances.RECENT)
    table = table_of(rows.filter(Q(state="open") | Q(engaged_on__gt=since, engaged_on__lte=today)).order_by())
    open_rows = [row for row in table if row[COLUMNS.index("state")] == "open"]
    # The list price stands for what a deal to come will carry; an open deal carries its own amount
    recent = [row for row in table if (began := row[COLUMNS.index("engaged_on")]) and since < began <= today]
    stages = column(row[COLUMNS.index("stage_id")] for row in open_rows)
    firsts = open_stages()
    return outlook.Book(
        deals=deals_of(open_rows),
        stages=stages,
        percents=stage_percents()(stages),
        categories=column(CATEGORIES[row[COLUMNS.index("forecast")]] for row in open_rows),
        recent=deals_of(recent),
        cycle=usual_cycle(rows),
        first_stage=firsts[0].pk if firsts else UNKNOWN,
    )


def usual_cycle(rows: Any) -> int:
    """Median days to win of the last thousand wins."""
    last = rows.filter(state="won", engaged_on__isnull=False).order_by("-closed_on")
    days = last.values_list("engaged_on", "closed_on")[:1000]
    return weighted.middle_of([(closed - began).days for began, closed in days])


def calls_in_force(asked: Asked, on: dt.date | None = None) -> dict[tuple[str, int], Call]:
    """Managers' numbers for a period on a day, by scope and subject."""
    rows = ForecastCall.objects.as_of(on or clock.today()).filter(
        slot__period_kind=asked.kind, slot__starts_on=asked.span.start
    )
    return {
        (scope, subject): (commit, best)
        for scope, subject, commit, best in rows.values_list(
            "slot__scope", "slot__subject", "commit_minor", "best_minor"
        )
    }


def call_of(whose: Whose, asked: Asked, on: dt.date | None = None) -> ForecastCall | None:
    """The number that a manager says for this person or team now."""
    rows = ForecastCall.objects.as_of(on or clock.today()).select_related("author", "slot")
    found: ForecastCall | None = rows.filter(
        slot__period_kind=asked.kind,
        slot__starts_on=asked.span.start,
        slot__scope=whose.kind,
        slot__subject=whose.id,
    ).first()
    return found


def may_call(actor: Actor, whose: Whose) -> bool:
    """A manager speaks for those below him and for the teams he leads or that lie below; never for himself or for anybody above."""
    from cadre.crm import policies
    from cadre.kernel.visibility import employees_under

    if whose.kind == "team":
        return whose.id in policies.teams_under(actor)
    if whose.kind != "person" or whose.id == actor.employee_id:
        return False
    below = employees_under(actor)
    ids: Iterable[int] = below if isinstance(below, list) else below.values_list("pk", flat=True)
    return whose.id in set(ids)


def last_finished_quarter(today: dt.date) -> FiscalPeriod | None:
    """The last quarter that is over and in which deals were closed; what a backtest is judged on."""
    this = period_of(today, "quarter")
    closed = Opportunity.objects.filter(closed_on__lt=this.start).aggregate(
        first=Min("closed_on"), last=Max("closed_on")
    )
    return period_of(closed["last"], "quarter") if closed["last"] else None


__all__ = ["PERIODS", "Asked", "Line", "Outlook", "call_of", "calls_in_force", "forecast", "may_call"]
