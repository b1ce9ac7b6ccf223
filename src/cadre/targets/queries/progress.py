"""Where people, teams and the company stand against their targets in a period."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Max, Min, QuerySet

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.money import round_half_away
from cadre.metrics.periods import Period
from cadre.metrics.queries import run_many
from cadre.metrics.questions import question
from cadre.metrics.rollups import rolled_up
from cadre.people import queries as people
from cadre.targets.models import Target, TargetPlan
from cadre.targets.queries.history import Outlooks, team_mates
from cadre.targets.queries.measures import Measure, measure
from cadre.targets.queries.periods import TargetPeriod, running
from cadre.targets.queries.tree import COMPANY, Subject, company_tree, seen_tree, subject_key
from cadre.targets.rules.chance import Outlook
from cadre.targets.rules.pace import Standing
from cadre.targets.rules.presence import Span, by_stay

QUOTA = "bookings.amount"
Key = tuple[str, int]


@dataclass(frozen=True)
class Progress:
    """One subject's standing. `outlook` is None where the metric does not add up over time."""

    subject: Subject
    standing: Standing
    outlook: Outlook | None
    given: int | None  # what is given out below: the sum of the people's targets

    @property
    def attained(self) -> int:
        return round_half_away(self.standing.attained)

    @property
    def gap(self) -> int | None:
        return None if self.standing.gap is None else round_half_away(self.standing.gap)

    @property
    def ahead(self) -> int | None:
        return None if self.standing.ahead is None else round_half_away(self.standing.ahead)

    @property
    def beyond(self) -> int:
        """What was attained above the target."""
        return max(0, self.attained - (self.standing.target or 0))

    @property
    def points(self) -> str:
        """The distance to an even pace in percentage points, without its sign."""
        ahead = self.standing.ahead_points
        return "" if ahead is None else f"{float(abs(ahead) * 100):.1f}"

    @property
    def rate_needed(self) -> int | None:
        return None if self.standing.rate_needed is None else round_half_away(self.standing.rate_needed)

    @property
    def rate(self) -> int | None:
        return None if self.standing.rate is None else round_half_away(self.standing.rate)

    @property
    def over(self) -> Fraction | None:
        """By how much more is given out below than the subject's own target."""
        target = self.standing.target
        if self.given is None or not target or self.subject.kind == "person":
            return None
        return Fraction(self.given - target, target)


@dataclass(frozen=True)
class ProgressBoard:
    """The standing of everybody the reader may see in a period, parents first."""

    measure: Measure
    period: TargetPeriod
    on: dt.date
    rows: tuple[Progress, ...]
    begins_late: bool = False  # whether targets cover only a later part of the period

    def of(self, kind: str, ident: int) -> Progress | None:
        return next((row for row in self.rows if row.subject.key == (kind, ident)), None)

    def of_person(self, employee_id: int | None) -> Progress | None:
        return self.of("person", employee_id or 0)

    @property
    def top(self) -> Progress | None:
        """The widest: the company, one's own team, or oneself."""
        return self.rows[0] if self.rows else None

    def below(self, row: Progress) -> list[Progress]:
        keys = {child.key for child in row.subject.children}
        return [other for other in self.rows if other.subject.key in keys]

    @property
    def has_targets(self) -> bool:
        return any(row.standing.target is not None for row in self.rows)


def progress_of(
    actor: Actor,
    *,
    metric: str = QUOTA,
    period: TargetPeriod | None = None,
    on: dt.date | None = None,
    level: str = TargetPlan.Level.BASE,
    team_id: int | None = None,
    outlooks: bool = True,
) -> ProgressBoard:
    """How far everybody the actor sees has come by a day, in a fixed number of statements.

    A period's target is the sum of those in force for it or for its parts. Where targets cover only some of the parts, it is
    judged over those, so that half a year of targets is not set against a whole year of results. The company and a team
    without a target of their own are measured by the sum of their people's.
    """
    on = on or clock.today()
    whole = period = period or running("quarter", on)
    wanted = measure(metric)
    roots = seen_tree(actor, min(max(on, period.start), period.last), team_id)
    subjects = [one for root in roots for one in root.walk()]
    period = covered(actor, period, metric, level)
    values = target_values(actor, [period], metric, level=level).get(period.name, {})
    attained = attained_by(actor, wanted, period, on, subjects)
    chances = _outlooks(wanted, roots, period, on) if outlooks and wanted.is_divisible else None
    passed, days = period.passed(on), len(period.working)
    given_out = _given_out(values, subjects, period)
    rows = []
    for one in subjects:
        given = given_out.get(one.key) if wanted.is_divisible else None
        standing = Standing(attained.get(one.key, Fraction(0)), values.get(one.key, given), passed, days)
        look = chances.of(one.people, round_half_away(standing.attained), standing.target) if chances else None
        rows.append(Progress(one, standing, look, given))
    return ProgressBoard(wanted, period, on, tuple(rows), begins_late=period.start > whole.start)


def _given_out(values: dict[Key, int], subjects: Collection[Subject], period: TargetPeriod) -> dict[Key, int]:
    """What people have been given, summed for their teams and the company.

    Who moved in the period counts in each team for the working days he was in it, as what he attained does.
    """
    own = {key: value for key, value in values.items() if key[0] == "person"}
    stays = people.stays_between(period.start, period.end)
    parts: dict[int, dict[int, int]] = {}
    for (_kind, pk), value in own.items():
        spans = [(team, Span(began, ended)) for team, began, ended in stays.get(pk, ())]
        parts[pk] = by_stay(value, spans, period.working) if len({team for team, _s in spans}) > 1 else {}
    found: dict[Key, int] = dict(own)
    for one in subjects:
        if one.kind == "person":
            continue
        if one.kind == COMPANY and own:
            found[one.key] = sum(own.values())
            continue
        teams, members = set(one.teams), set(one.people)
        settled = [own["person", pk] for pk in members if ("person", pk) in own and not parts.get(pk)]
        moved = [part for by_team in parts.values() for team, part in by_team.items() if team in teams]
        if settled or moved:
            found[one.key] = sum(settled) + sum(moved)
    return found


def covered(actor: Actor, period: TargetPeriod, metric: str, level: str) -> TargetPeriod:
    """The part of a period that targets in force cover; all of it where there are none (one statement)."""
    rows = _in_force(actor, metric, level).filter(starts_on__gte=period.start, ends_on__lte=period.end)
    found = rows.order_by().aggregate(start=Min("starts_on"), end=Max("ends_on"))
    if found["start"] is None or (found["start"], found["end"]) == (period.start, period.end):
        return period
    return TargetPeriod(period.kind, period.name, found["start"], found["end"])


def _in_force(actor: Actor, metric: str, level: str) -> QuerySet[Any]:
    rows = Target.objects.visible_to(actor).in_force()
    return rows.filter(metric=metric, level=level, dimension="")  # type: ignore[no-any-return]


def target_values(
    actor: Actor, periods: Collection[TargetPeriod], metric: str, *, level: str = TargetPlan.Level.BASE
) -> dict[str, dict[Key, int]]:
    """Targets in force by period and subject, in one statement; what lies wholly in a period is summed."""
    if not periods:
        return {}
    start, end = min(one.start for one in periods), max(one.end for one in periods)
    rows = _in_force(actor, metric, level).filter(starts_on__gte=start, ends_on__lte=end)
    found: dict[str, dict[Key, int]] = {one.name: {} for one in periods}
    for team, employee, first, final, value in rows.values_list(
        "team_id", "employee_id", "starts_on", "ends_on", "value"
    ):
        for one in periods:
            if one.start <= first and final <= one.end:
                sums = found[one.name]
                key = subject_key(team, employee)
                sums[key] = sums.get(key, 0) + value
    return found


def attained_by(
    actor: Actor, wanted: Measure, period: TargetPeriod, on: dt.date, subjects: Collection[Subject]
) -> dict[Key, Fraction]:
    """What has been attained in a period by a day: people by themselves, teams by who was in them on each row's day."""
    window = Period(period.start, period.end).until(on)
    if window is None or not subjects:
        return {}
    by_person, by_team = run_many(
        [question(wanted.key, one, window, as_of=on) for one in ("employee", "team")], actor=actor
    )
    found: dict[Key, Fraction] = {}
    for cell in by_person:
        if cell.key[0] is not None:
            found["person", int(cell.key[0])] = wanted.smallest(cell.values[wanted.key])  # type: ignore[arg-type]
    groups = {one.key: one.teams for one in subjects if one.kind == "team"}
    for key, cells in rolled_up(by_team, "team", groups).items():
        if () in cells:
            found[key] = wanted.smallest(cells[()].values[wanted.key])
    found[COMPANY, 0] = wanted.smallest(by_person.total.values[wanted.key])
    return found


def _outlooks(wanted: Measure, roots: list[Subject], period: TargetPeriod, on: dt.date) -> Outlooks:
    """People lean on the history of their team; one who is seen alone, on that of the team he is in."""
    alone = len(roots) == 1 and roots[0].kind == "person"
    trees = [company_tree(min(max(on, period.start), period.last))] if alone else roots
    seen = {pk for root in roots for pk in root.people}
    mates = {pk: others for pk, others in team_mates(trees).items() if pk in seen}
    return Outlooks(wanted, mates, period, on)
