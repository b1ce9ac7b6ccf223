"""How far to either side: the range that held 8 of 10 past forecasts (split conformal prediction: Vovk et al. 2005; Lei et al. 2018).

Luck alone makes a forecast miss by about the root of the variance of its deals. How many such roots it really missed by is read off
the past: from every rolling origin the next weeks were forecast, and the misses, each divided by its root, are kept by method,
by size of the group (company, team, person) and by horizon. Eight in ten were smaller than some number of roots: the range
reaches that far to either side. Both sides alike, because a miss that was on one side for a quarter was on the other in the next.
Nothing is assumed about their distribution. Weeks that overlap are not independent, and a company changes: that it holds is
shown by `coverage`, not proved.
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
"""With fewer misses of a kind and horizon those of all horizons are taken, with fewer still none: then there is no range."""
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
    """By (method, kind, horizon) how many roots to either side; horizon 0: of all."""

    roots: Mapping[tuple[str, str, int], float] = field(default_factory=dict)

    @classmethod
    def of(cls, scores: Iterable[Score]) -> Ranges:
        found: dict[tuple[str, str, int], list[float]] = defaultdict(list)
        for score in scores:
            found[score.method, score.kind, score.weeks].append(abs(score.value))
            found[score.method, score.kind, 0].append(abs(score.value))
        return cls({key: _quantile(values) for key, values in found.items() if len(values) >= FEWEST})

    def around(self, method: str, kind: str, weeks: int, coming: int, luck: float) -> tuple[int, int] | None:
        """The range of what is still to come, never below nought; None where too little was tried."""
        horizon = next((one for one in HORIZONS if weeks <= one), HORIZONS[-1])
        roots = self.roots.get((method, kind, horizon)) or self.roots.get((method, kind, 0))
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


def _quantile(misses: list[float]) -> float:
    """Below which SHARE of the misses lie, with the one that is still to come counted in."""
    place = math.ceil((len(misses) + 1) * SHARE) - 1
    return sorted(misses)[min(place, len(misses) - 1)]


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
