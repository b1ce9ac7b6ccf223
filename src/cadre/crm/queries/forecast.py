"""The forecast as it stands now: by every method, for whom the actor sees, for a month or a quarter."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, Sum

from cadre.crm.forecast import chances, outlook, weighted
from cadre.crm.forecast.categories import Call, Commitment, rolled_up
from cadre.crm.forecast.deals import UNKNOWN, Season, Window, column
from cadre.crm.forecast.learned import WEEK, Model
from cadre.crm.forecast.ranges import Ranges
from cadre.crm.models import ForecastModel, Method, Opportunity, PipelineStage
from cadre.crm.queries.catalogue import stages as all_stages
from cadre.crm.queries.forecast_calls import calls_in_force
from cadre.crm.queries.forecast_data import (
    CATEGORIES,
    COLUMNS,
    current_model,
    deals_of,
    list_prices,
    season,
    stage_percents,
    table_of,
)
from cadre.crm.queries.forecast_moves import Moves, moves_between
from cadre.crm.queries.forecast_periods import Asked
from cadre.crm.queries.forecast_scope import EVERYTHING, Reach, Whose, reach_of
from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.calendar.queries import FiscalPeriod


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
    held: tuple[int, int] | None = None
    """How many past ends lay in the range, and of how many, for a group of this kind."""

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
    everybody: Any = field(repr=False)
    """All opportunities the reader sees: a team has won what its people won while they were in it, whoever they are today."""

    @property
    def verdict(self) -> dict[str, Any]:
        return self.model_row.verdict if self.model_row else {}

    @property
    def best(self) -> str:
        """The method that was less wrong in the backtest; the weighted one as long as there is none."""
        better = str(self.verdict.get("better") or Method.WEIGHTED.value)
        return better if self.model else Method.WEIGHTED.value

    @cached_property
    def moves(self) -> Moves:
        """What was won in the period by people while they were in another team than today's."""
        last = min(self.reach.day, self.asked.span.last)
        return moves_between(self.everybody, self.asked.span.start, last, self.reach.organisation)

    def moved(self, whose: Whose) -> int:
        """How much more a team won than the people who are in it today; nought of anything else."""
        return self.moves.of_teams(self.reach.teams_below(whose.id)) if whose.kind == "team" else 0

    @cached_property
    def coming(self) -> dict[str, outlook.Coming]:
        """By method what is still to come, by owner; the learned one only where something is learned."""
        found = {Method.WEIGHTED.value: outlook.coming_weighted(self.book, self.expected)}
        if self.model:
            found[Method.LEARNED.value] = outlook.coming_learned(self.book, self.expected, self.model)
        return found

    @cached_property
    def ranges(self) -> Ranges:
        return Ranges.from_plain(self.verdict.get("ranges", ()))

    @property
    def owners(self) -> set[int]:
        """Everybody who has a part in it."""
        return {owner for part in self.coming.values() for owner in (*part.open, *part.new)} | set(self.won)

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
            below = {team for top in tops for team in self.reach.teams_below(top)}
            total += Commitment(won=-self.moves.of_teams(below))
        for team in tops:
            total += rolled_up(
                team,
                children=self.reach.children,
                members=self.reach.members,
                of_people=self.commitments,
                calls=self.calls,
                moved=lambda one: self.moves.of_teams({one}),
            )
        return total

    @cached_property
    def lines(self) -> list[Line]:
        """The methods side by side."""
        said = self.commitment(self.whose)
        category = Line(Method.CATEGORY.value, said.won, said.commit, low=said.won, high=said.best_total)
        moved = self.moved(self.whose)
        weighted, *learned = (self.expectation(method, moved=moved) for method in self.coming)
        return [weighted, category, *learned]

    def expectation(self, method: str, owners: Collection[int] | None = None, kind: str = "", moved: int = 0) -> Line:
        """Won, still to come of the open deals, and of deals that do not exist yet, with the range, for some owners or all.

        `kind`: company, team or person, of which size the group is; by default that of the whole. `moved`: what a team won more than
        its people of today (`moved`).
        """
        kind = kind or self.whose.group
        won = sum(self.won.values()) if owners is None else sum(self.won.get(owner, 0) for owner in owners)
        won += moved
        open_, new, luck = self.coming[method].of(owners)
        weeks = -(-self.window.days_left // WEEK)
        bounds = self.ranges.around(method, kind, weeks, open_ + new, luck) if weeks else (0, 0)
        low, high = (won + bounds[0], won + bounds[1]) if bounds else (None, None)
        held = self.verdict.get("coverage", {}).get(method, {}).get(kind)
        error = self.verdict.get("mape", {}).get(method)
        return Line(method, won, open_, new, low, high, error, tuple(held) if held else None)

    def line(self, method: str) -> Line | None:
        return next((line for line in self.lines if line.method == method), None)

    @property
    def used(self) -> Line:
        """The forecast by the method that is used."""
        return self.expectation(self.best, moved=self.moved(self.whose))


def forecast(actor: Actor, who: str = EVERYTHING, period: str = "quarter") -> Outlook:
    """The forecast of whom the actor sees. NOT_FOUND for a stranger, INVALID for an unknown period."""
    reach = reach_of(actor)
    whose = reach.whose(who)
    everybody = rows = Opportunity.objects.visible_to(actor)
    if whose.owners is not None:
        rows = rows.filter(owner_id__in=whose.owners)
    asked = Asked.of(period, clock.today())
    return outlook_of(rows, asked, reach, whose, calls_in_force(asked), everybody=everybody)


def period_forecast(actor: Actor, first: dt.date, last: dt.date) -> Outlook:
    """The forecast of everybody the actor sees for the days from `first` to `last`, as the page makes it for a quarter.

    `used` is that of the whole, `expectation(seen.best, owners, kind)` that of a person or a team: both are won so far, expected of
    the open deals, expected of deals that do not exist yet, and a range that held 8 of 10 past ends (None where nothing was tried).
    """
    reach = reach_of(actor)
    asked = Asked("days", "", FiscalPeriod("", first, last + dt.timedelta(days=1)))
    return outlook_of(Opportunity.objects.visible_to(actor), asked, reach, reach.everything(), {})


def outlook_of(
    rows: Any,
    asked: Asked,
    reach: Reach,
    whose: Whose,
    calls: dict[tuple[str, int], Call],
    *,
    everybody: Any = None,
) -> Outlook:
    """The forecast of the opportunities in `rows`, which the caller has narrowed to what may be seen.

    `everybody` are those of all that the reader sees, where `rows` are of some owners only.
    """
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
        everybody=rows if everybody is None else everybody,
    )


def book_of(rows: Any, today: dt.date) -> outlook.Book:
    """The open deals of now and those begun lately."""
    since = today - dt.timedelta(days=chances.RECENT)
    lately = Q(engaged_on__gt=since, engaged_on__lte=today) | Q(state="won", closed_on__gt=since, closed_on__lte=today)
    table = table_of(rows.filter(Q(state="open") | lately).order_by())
    open_rows = [row for row in table if row[COLUMNS.index("state")] == "open"]
    # The list price stands for what a deal to come will carry; an open deal carries its own amount
    recent = [row for row in table if (began := row[COLUMNS.index("engaged_on")]) and since < began <= today]
    won = [row for row in table if row[COLUMNS.index("state")] == "won" and since < row[COLUMNS.index("closed_on")]]
    stages = column(row[COLUMNS.index("stage_id")] for row in open_rows)
    every, prices = all_stages(), list_prices()
    return outlook.Book(
        deals=deals_of(open_rows, prices=prices),
        stages=stages,
        percents=stage_percents(every)(stages),
        categories=column(CATEGORIES[row[COLUMNS.index("forecast")]] for row in open_rows),
        recent=deals_of(recent, prices=prices),
        won_lately=deals_of(won, prices=prices),
        cycle=usual_cycle(rows),
        first_stage=next((stage.pk for stage in every if stage.kind == PipelineStage.Kind.OPEN), UNKNOWN),
    )


def usual_cycle(rows: Any) -> int:
    """Median days to win of the last thousand wins."""
    last = rows.filter(state="won", engaged_on__isnull=False).order_by("-closed_on")
    days = last.values_list("engaged_on", "closed_on")[:1000]
    return weighted.middle_of([(closed - began).days for began, closed in days])


__all__ = ["Line", "Outlook", "forecast", "outlook_of", "period_forecast"]
