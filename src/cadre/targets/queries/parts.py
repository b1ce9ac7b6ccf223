"""A standing part by part: a year by quarters, a quarter by months, a month by weeks; the parts add up to the whole."""

from dataclasses import dataclass
from fractions import Fraction

from cadre.kernel.access import Actor
from cadre.kernel.money import round_half_away
from cadre.metrics.periods import Period
from cadre.metrics.queries import run
from cadre.metrics.rollups import rolled_up
from cadre.targets.queries.given import TargetsWithin, given_out, weeks_of_spans
from cadre.targets.queries.periods import TargetPeriod, split
from cadre.targets.queries.progress import Progress, ProgressBoard
from cadre.targets.queries.tree import COMPANY, Subject
from cadre.targets.rules.pace import Standing

LONGEST_MONTH = 35
SMALLER = {"year": "quarter", "quarter": "month", "month": "week"}


@dataclass(frozen=True)
class PartProgress:
    """One part of a period; of a week that lies in two months, only the days of this one."""

    period: TargetPeriod
    standing: Standing

    @property
    def attained(self) -> int:
        return round_half_away(self.standing.attained)

    @property
    def gap(self) -> int | None:
        return None if self.standing.gap is None else round_half_away(self.standing.gap)

    @property
    def has_begun(self) -> bool:
        return self.standing.passed > 0 or self.standing.attained > 0


def progress_by_part(actor: Actor, board: ProgressBoard, row: Progress) -> list[PartProgress]:
    """One subject's standing in each part of the board's period, in a fixed number of statements. None of a week."""
    kind = SMALLER.get(board.period.kind)
    if kind is None:
        return []
    rows = tuple(row for row in board.given.rows if board.period.start <= row.start and row.end <= board.period.end)
    if kind == "month" and rows and all((one.end - one.start).days > LONGEST_MONTH for one in rows):
        kind = "week"  # given by quarters: there are no months to show
    parts = split(board.period, kind)
    given = TargetsWithin(
        rows, weeks_of_spans({(one.start, one.end) for one in rows}, [board.period]) if kind == "week" and rows else {}
    )
    attained = _attained_by(actor, board, row.subject, kind)
    found = []
    for part in parts:
        values = given.of(part, [row.subject])
        below = given_out(values, [row.subject], part, {}) if board.measure.is_divisible else {}
        target = values.get(row.subject.key, below.get(row.subject.key))
        done = attained.get(part.name, Fraction(0))
        found.append(PartProgress(part, Standing(done, target, part.passed(board.on), len(part.working))))
    return found


def _attained_by(actor: Actor, board: ProgressBoard, subject: Subject, kind: str) -> dict[str, Fraction]:
    """What the subject attained by part, in one statement."""
    window = Period(board.period.start, board.period.end).until(board.on)
    if window is None:
        return {}
    wanted, where = board.measure, dict(board.part.where)
    way = {COMPANY: (kind,), "team": ("team", kind)}.get(subject.kind, (kind,))
    if subject.kind == "person":
        where["employee"] = subject.id
    answer = run(wanted.key, way, window, actor=actor, as_of=board.on, where=where)
    if subject.kind != "team":
        return {str(cell.key[0]): wanted.smallest(cell.values[wanted.key]) for cell in answer}
    cells = rolled_up(answer, "team", {subject.key: subject.teams}).get(subject.key, {})
    return {str(key[0]): wanted.smallest(cell.values[wanted.key]) for key, cell in cells.items()}
