"""Where people, teams and the company stand against their targets in a period."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cadre.kernel import clock
from cadre.kernel.access import Actor
from cadre.kernel.money import round_half_away
from cadre.metrics.cells import Cells
from cadre.metrics.periods import Period
from cadre.metrics.queries import run_many
from cadre.metrics.questions import Question, question
from cadre.metrics.rollups import rolled_up
from cadre.people import queries as people
from cadre.targets.models import TargetPlan
from cadre.targets.queries.given import Stays, TargetsWithin, given_out, targets_within
from cadre.targets.queries.history import Outlooks, team_mates
from cadre.targets.queries.measures import Measure, measure
from cadre.targets.queries.outlooks import Endings, endings
from cadre.targets.queries.periods import TargetPeriod, running, with_days
from cadre.targets.queries.slices import EVERYTHING, Slice, owners_between
from cadre.targets.queries.tree import COMPANY, Subject, seen_tree, tree_once
from cadre.targets.rules.chance import Outlook
from cadre.targets.rules.pace import Standing

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
    part: Slice = EVERYTHING
    given: TargetsWithin = field(default_factory=lambda: TargetsWithin((), {}))

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


def progress_of(  # noqa: PLR0913 - the keywords of one question
    actor: Actor,
    *,
    metric: str = QUOTA,
    period: TargetPeriod | None = None,
    on: dt.date | None = None,
    level: str = TargetPlan.Level.BASE,
    team_id: int | None = None,
    outlooks: bool = True,
    part: Slice = EVERYTHING,
) -> ProgressBoard:
    """How far everybody the actor sees has come by a day, in a fixed number of statements.

    A period's target is the sum of those in force for it or for its parts. Where targets cover only some of the parts, it is
    judged over those, so that half a year of targets is not set against a whole year of results. The company and a team
    without a target of their own are measured by the sum of their people's. A week has its share of the months it lies in, by
    working days. `part`: targets for a product, segment or territory, set against the metric filtered by it.
    """
    periods = [period or running("quarter", on)]
    return progress_over(
        actor, periods, metric=metric, on=on, level=level, team_id=team_id, outlooks=outlooks, part=part
    )[0]


def progress_over(  # noqa: PLR0913 - the keywords of one question
    actor: Actor,
    periods: Sequence[TargetPeriod],
    *,
    metric: str = QUOTA,
    on: dt.date | None = None,
    level: str = TargetPlan.Level.BASE,
    team_id: int | None = None,
    outlooks: bool = False,
    part: Slice = EVERYTHING,
    own_only: bool = False,
) -> list[ProgressBoard]:
    """The same for several periods at once; tree, targets and calendar are asked for once for all of them.

    `own_only`: the reader himself, or else the widest that he sees, without those below.
    """
    on = on or clock.today()
    wanted = measure(metric)
    with_days(periods)
    given = targets_within(actor, periods, metric, level=level, part=part)
    spans = [given.covered(period) for period in periods]
    owners = owners_between(part, min(one.start for one in spans), max(one.end for one in spans))
    roots = [seen_tree(actor, min(max(on, one.start), one.last), team_id, owners) for one in spans]
    subjects = [[one for root in some for one in root.walk()] for some in roots]
    if own_only:
        subjects = [_own(actor, ones) for ones in subjects]
    attained = attained_over(actor, wanted, list(zip(spans, subjects, strict=True)), on, part)
    stays = _stays(spans, subjects, given)
    boards = []
    for period, span, some, ones, done in zip(periods, spans, roots, subjects, attained, strict=True):
        values = given.of(span, some)
        below = given_out(values, ones, span, stays) if wanted.is_divisible else {}
        chances = _outlooks(actor, wanted, some, span, on, part, values) if outlooks and wanted.is_divisible else None
        passed, days = span.passed(on), len(span.working)
        targets = {one.key: values.get(one.key, below.get(one.key)) for one in ones}
        standing = {key: Standing(done.get(key, Fraction(0)), target, passed, days) for key, target in targets.items()}
        rows = tuple(_progress(one, standing[one.key], below.get(one.key), chances) for one in ones)
        boards.append(ProgressBoard(wanted, span, on, rows, span.start > period.start, part, given))
    return boards


def _progress(one: Subject, standing: Standing, given: int | None, chances: Endings | None) -> Progress:
    look = chances.of(one, round_half_away(standing.attained), standing.target) if chances else None
    return Progress(one, standing, look, given)


def _own(actor: Actor, subjects: list[Subject]) -> list[Subject]:
    return [one for one in subjects if one.key == ("person", actor.employee_id)] or subjects[:1]


def _stays(spans: Sequence[TargetPeriod], subjects: Sequence[Collection[Subject]], given: TargetsWithin) -> Stays:
    """Who was in which team; not asked for where nobody's sum depends on it."""
    if not given.has_people or not any(one.kind == "team" for ones in subjects for one in ones):
        return {}
    return people.stays_between(min(one.start for one in spans), max(one.end for one in spans))


def attained_over(
    actor: Actor,
    wanted: Measure,
    asked: Sequence[tuple[TargetPeriod, Collection[Subject]]],
    on: dt.date,
    part: Slice = EVERYTHING,
) -> list[dict[Key, Fraction]]:
    """What has been attained in periods by a day: people by themselves, teams by who was in them on each row's day."""
    questions: list[Question] = []
    places: list[dict[str, int]] = []
    for period, subjects in asked:
        window = Period(period.start, period.end).until(on)
        if window is None or not subjects:
            places.append({})
            continue
        kinds = {one.kind for one in subjects}
        ways = [way for way, needed in (("employee", kinds != {"team"}), ("team", "team" in kinds)) if needed]
        places.append({way: len(questions) + n for n, way in enumerate(ways)})
        questions += [question(wanted.key, way, window, as_of=on, where=part.where) for way in ways]
    answers = run_many(questions, actor=actor) if questions else []
    return [
        _attained(wanted, subjects, **{f"by_{way}": answers[n] for way, n in at.items()})
        for at, (_period, subjects) in zip(places, asked, strict=True)
    ]


def _attained(
    wanted: Measure, subjects: Collection[Subject], by_employee: Cells | None = None, by_team: Cells | None = None
) -> dict[Key, Fraction]:
    found: dict[Key, Fraction] = {}
    for cell in by_employee or ():
        if cell.key[0] is not None:
            found["person", int(cell.key[0])] = wanted.smallest(cell.values[wanted.key])  # type: ignore[arg-type]
    groups = {one.key: one.teams for one in subjects if one.kind == "team"}
    for key, cells in (rolled_up(by_team, "team", groups) if by_team is not None else {}).items():
        if () in cells:
            found[key] = wanted.smallest(cells[()].values[wanted.key])
    if by_employee is not None:
        found[COMPANY, 0] = wanted.smallest(by_employee.total.values[wanted.key])
    return found


def _outlooks(
    actor: Actor,
    wanted: Measure,
    roots: list[Subject],
    period: TargetPeriod,
    on: dt.date,
    part: Slice,
    values: Collection[Key],
) -> Endings:
    """The forecast where it answers the question; else past weeks.

    People lean on the history of their team; one who is seen alone, on that of the team he is in.
    """
    given = [pk for kind, pk in values if kind == "person"]
    alone = len(roots) == 1 and roots[0].kind == "person"
    trees = [tree_once(actor, min(max(on, period.start), period.last))] if alone else roots
    seen = {pk for root in roots for pk in root.people}
    mates = {pk: others for pk, others in team_mates(trees).items() if pk in seen}
    return endings(actor, wanted, period, on, part, lambda: Outlooks(wanted, mates, period, on, part, given))
