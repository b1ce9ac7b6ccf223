"""Targets beside the numbers of a tile, as far as the reader sees them."""

from dataclasses import dataclass, field
from fractions import Fraction

from cadre.cockpit.rules.aims import Aim
from cadre.kernel.access import Actor
from cadre.kernel.problems import Problems
from cadre.metrics.declarations import KeyValue
from cadre.targets.queries.measures import RATIO_UNITS
from cadre.targets.queries.periods import KINDS, running
from cadre.targets.queries.progress import Progress, ProgressBoard, progress_of

SUBJECTS = {"employee": "person", "team": "team"}


@dataclass
class Aims:
    """Asks for each metric and running period once a page."""

    reader: Actor
    _boards: dict[tuple[str, str], ProgressBoard | None] = field(default_factory=dict)

    def whole(self, metric: str, period: str) -> Aim | None:
        """The target of the widest that the reader sees: the company, his team, himself."""
        board = self._board(metric, period)
        return _aim(board, board.top) if board and board.top else None

    def by(self, metric: str, period: str, dimension: str) -> dict[KeyValue, Aim]:
        """Targets of people or teams by their key."""
        board = self._board(metric, period) if dimension in SUBJECTS else None
        if board is None:
            return {}
        rows = [row for row in board.rows if row.subject.kind == SUBJECTS[dimension]]
        aims = {row.subject.id: _aim(board, row) for row in rows}
        return {key: aim for key, aim in aims.items() if aim is not None}

    def _board(self, metric: str, period: str) -> ProgressBoard | None:
        if period not in KINDS:
            return None
        key = (metric, period)
        if key not in self._boards:
            try:
                self._boards[key] = progress_of(self.reader, metric=metric, period=running(period), outlooks=False)
            except Problems:
                self._boards[key] = None  # the calendar does not hold the whole period
        return self._boards[key]


def _aim(board: ProgressBoard, row: Progress) -> Aim | None:
    target = row.standing.target
    if not target:
        return None
    return Aim(Fraction(target, RATIO_UNITS if board.measure.is_ratio else 1), row.standing.time)
