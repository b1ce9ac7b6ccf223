"""How far a stated chance can be trusted: past periods are foretold from what was known then, and compared with what came.

Of the targets that were given a chance of about 70 %, about 70 % should have been reached.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cadre.targets.rules.chance import drawn, outlook

BANDS = (0, 20, 40, 60, 80, 101)
LENGTH = 13  # weeks of a quarter
CUTS = (0, 4, 8)  # weeks of it that are over when the chance is stated
LEVELS = (60, 75, 90, 100, 110, 125, 150)  # targets in percent of the person's own mean so far


@dataclass(frozen=True)
class Band:
    """Targets that were given a chance of [low, high) percent: how many, what was stated on average, and what was reached."""

    low: int
    high: int
    count: int
    stated: float
    reached: float


def statements(weeks: Mapping[int, Sequence[int]], mates: Mapping[int, Sequence[int]]) -> list[tuple[int, bool]]:
    """(stated percent, whether it was reached) for targets set for each person in each whole quarter of his history.

    `weeks` are aligned at their end: the last entry of everybody is the same week. Only weeks before the cut are looked at.
    """
    longest = max((len(values) for values in weeks.values()), default=0)
    aligned = {person: [0] * (longest - len(values)) + list(values) for person, values in weeks.items()}
    began = {person: longest - len(values) for person, values in weeks.items()}
    found: list[tuple[int, bool]] = []
    for start in range(longest % LENGTH + LENGTH, longest - LENGTH + 1, LENGTH):
        for cut in CUTS:
            now = start + cut
            for person, values in aligned.items():
                own = values[began[person] : now]
                if now - began[person] < LENGTH:
                    continue
                team = [v for mate in mates.get(person, ()) for v in aligned.get(mate, ())[began.get(mate, 0) : now]]
                rest = drawn(own, team, LENGTH - cut, seed=person * 1000 + now, day=now)
                attained, final = sum(values[start:now]), sum(values[start : start + LENGTH])
                usual = sum(own) * LENGTH // len(own)
                for level in LEVELS:
                    target = usual * level // 100
                    percent = outlook(attained, target, rest).percent
                    if target and percent is not None and attained < target:
                        found.append((percent, final >= target))
    return found


def bands(stated: Sequence[tuple[int, bool]]) -> list[Band]:
    """The statements grouped by what was stated."""
    found = []
    for low, high in pairwise(BANDS):
        inside = [(percent, reached) for percent, reached in stated if low <= percent < high]
        if inside:
            count = len(inside)
            found.append(
                Band(
                    low,
                    min(high, 100),
                    count,
                    sum(p for p, _r in inside) / count,
                    100 * sum(r for _p, r in inside) / count,
                )
            )
    return found
