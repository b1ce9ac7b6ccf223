"""How far to either side: the range that held 8 of 10 past forecasts (split conformal prediction: Vovk et al. 2005; Lei et al. 2018).

Luck alone makes a forecast miss by about the root of the variance of its deals. How many such roots it really missed by is read off
the past: from every rolling origin the next weeks were forecast, and the misses, each divided by its root, are kept by method,
by size of the group (company, team, person) and by horizon. Eight in ten were smaller than some number of roots: the range
reaches that far to either side. Both sides alike, because a miss that was on one side for a quarter was on the other in the next.
Weeks that overlap say much the same: the misses of a horizon of so many weeks count as one so-manieth of their number. Eight in ten
of fewer than four cannot be told from an end of the list; there the range is that of Student's t over the root mean square of
the misses, the only place where something is assumed about their distribution. A longer horizon reaches at least as far as a
shorter one, and there is none where nothing was tried. A company changes all the same: that a range holds is shown by
`coverage`, not proved.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cadre.crm.forecast.backtest import Week

HORIZONS = (1, 2, 4, 8, 13)
"""In weeks: what is tried from each origin; a range in between takes the next longer one."""
SHARE = 0.8
FEWEST = 8
"""With fewer misses of a kind and horizon there is no range."""
STUDENT = {1: 3.078, 2: 1.886, 3: 1.638}
"""The 0.9 quantile of Student's t by degrees of freedom (Student 1908): SHARE of it lies within to both sides."""
COMPANY, TEAM, PERSON = "company", "team", "person"
Groups = Mapping[str, Sequence[frozenset[int] | None]]
"""By kind the owners of each group; None: everybody."""


@dataclass(frozen=True)
class Score:
    """One past miss in roots of its variance, and the day from which on it was known."""

    method: str
    kind: str
    weeks: int
    known_on: int
    value: float


@dataclass(frozen=True)
class Ranges:
    """By (method, kind, horizon) how many roots to either side."""

    roots: Mapping[tuple[str, str, int], float] = field(default_factory=dict)

    @classmethod
    def of(cls, scores: Iterable[Score]) -> Ranges:
        found: dict[tuple[str, str, int], list[float]] = defaultdict(list)
        for score in scores:
            found[score.method, score.kind, score.weeks].append(abs(score.value))
        roots: dict[tuple[str, str, int], float] = {}
        reached: dict[tuple[str, str], float] = defaultdict(float)
        for method, kind, weeks in sorted(found):
            misses = found[method, kind, weeks]
            if len(misses) >= FEWEST:
                reached[method, kind] = max(reached[method, kind], _reach(misses, max(1, len(misses) // weeks)))
                roots[method, kind, weeks] = reached[method, kind]
        return cls(roots)

    def around(self, method: str, kind: str, weeks: int, coming: int, luck: float) -> tuple[int, int] | None:
        """The range of what is still to come, never below nought; None where too little was tried."""
        horizon = next((one for one in HORIZONS if weeks <= one), HORIZONS[-1])
        roots = self.roots.get((method, kind, horizon))
        if roots is None:
            return None
        half = round(roots * math.sqrt(luck))
        return max(0, coming - half), coming + half

    def as_plain(self) -> list[list[Any]]:
        """For a JSON column."""
        return [[*key, roots] for key, roots in self.roots.items()]

    @classmethod
    def from_plain(cls, rows: Iterable[Sequence[Any]]) -> Ranges:
        return cls({(row[0], row[1], row[2]): row[3] for row in rows})


def _reach(misses: list[float], worth: int) -> float:
    """Within which SHARE of the misses lie, with the one that is still to come counted in, where all are worth so many."""
    if worth in STUDENT:
        return STUDENT[worth] * math.sqrt(sum(miss * miss for miss in misses) / len(misses))
    share = math.ceil((worth + 1) * SHARE) / worth
    return sorted(misses)[min(math.ceil(share * len(misses)), len(misses)) - 1]


def scores_of(week: Week, groups: Groups, methods: Sequence[str]) -> list[Score]:
    """The misses of one trial, for every group of owners (None: everybody)."""
    found = []
    for method in methods:
        for kind, members in groups.items():
            for owners in members:
                coming, luck, came = week.of(method, owners)
                if luck > 0:
                    value = (came - coming) / math.sqrt(luck)
                    found.append(Score(method, kind, week.weeks_left, week.last, value))
    return found


def coverage(
    weeks: Sequence[Week],
    scores: Sequence[Score],
    groups: Groups,
    method: str,
) -> dict[str, tuple[int, int]]:
    """By kind: how many of the forecasts of a quarter had their end in the range that was known on their day, and how many there are."""
    held: dict[str, tuple[int, int]] = {}
    for week in weeks:
        ranges = Ranges.of(score for score in scores if score.known_on <= week.day)
        for kind, members in groups.items():
            hits, many = held.get(kind, (0, 0))
            for owners in members:
                coming, luck, came = week.of(method, owners)
                bounds = ranges.around(method, kind, week.weeks_left, coming, luck)
                if bounds is not None and (luck > 0 or came):
                    hits, many = hits + (bounds[0] <= came <= bounds[1]), many + 1
            held[kind] = hits, many
    return held
