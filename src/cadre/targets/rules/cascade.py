"""Dividing a target down the tree of teams and along the periods, so that the parts sum to the whole at every node.

The whole is first divided over the periods by season, then in each period down the tree by weights, both with the largest
remainder. A node's value over several periods is the sum of them. So every team is the sum of what is below it, every quarter
the sum of its months, in every unit (book ch. 4, 目標分解).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from cadre.kernel.money import allocate, round_half_away

WHOLE = 1_000_000
FINE = 1_000  # a whole unit may be at most this part of an average share: rounding to it then moves nobody by 0.1 %


@dataclass
class Node:
    """A team (or the company) with what is below it, or a person: a leaf. Keys are any hashable, unique in the tree."""

    key: object
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Gap:
    """A node whose fixed parts leave a difference that nobody below can take: parts − whole."""

    key: object
    period: int
    difference: int


@dataclass(frozen=True)
class Cascade:
    """Values by node and period, and where fixed values do not add up to what stands above them."""

    values: Mapping[object, list[int]]
    gaps: tuple[Gap, ...]


class NothingToDivideByError(ValueError):
    """Every weight below a node is zero."""


def with_over_assignment(total: int, over_ppm: int) -> int:
    """What is given out: the total and the deliberate extra, rounded once."""
    return round_half_away(Fraction(total * (WHOLE + over_ppm), WHOLE))


def over_assignment(given: int, wanted: int) -> Fraction | None:
    """By how much more is given out than wanted: 1/20 is five percent on top. None where nothing is wanted."""
    return Fraction(given - wanted, wanted) if wanted else None


def step_of(unit: int, amounts: Iterable[int], shares: int) -> int:
    """In which steps shares are given: whole units (of the currency) where all amounts are whole, since nobody wants a target with
    cents; the smallest unit where one is not, or where the first of the amounts is so small that a unit would matter to a share.
    """
    total, *others = amounts
    is_large = total >= unit * FINE * shares
    return unit if is_large and not any(amount % unit for amount in (total, *others)) else 1


def along(total: int, season: Sequence[int], step: int = 1) -> list[int]:
    """A total, a multiple of `step`, over periods by their weights."""
    if sum(season) <= 0:
        raise NothingToDivideByError
    return [step * share for share in allocate(total // step, season)]


def cascade(
    root: Node,
    totals: Sequence[int],
    weights: Mapping[object, Sequence[int]],
    fixed: Mapping[tuple[object, int], int] | None = None,
    step: int = 1,
) -> Cascade:
    """Divide each period's total down the tree. `weights` are those of the leaves by period: history × presence × ramp.

    Totals and fixed values are multiples of `step`; so is then every share.

    `fixed` holds (key, period) → a value that stays; the rest of its parent is divided around it. Raises
    NothingToDivideByError where something must go to leaves that all weigh nothing.
    """
    walk = _Walk(weights, fixed or {}, step)
    for period, total in enumerate(totals):
        walk.down(root, total, period, walk.weights_below(root, period))
    return Cascade(walk.values, tuple(walk.gaps))


class _Walk:
    """One division: what has been given out so far, and what did not add up."""

    def __init__(
        self, weights: Mapping[object, Sequence[int]], fixed: Mapping[tuple[object, int], int], step: int
    ) -> None:
        self.weights, self.fixed, self.step = weights, fixed, step
        self.values: dict[object, list[int]] = {}
        self.gaps: list[Gap] = []

    def weights_below(self, root: Node, period: int) -> dict[object, int]:
        """The weight of every node: its own for a leaf, else the sum of what is below it."""
        found: dict[object, int] = {}

        def add(node: Node) -> int:
            own = sum(add(child) for child in node.children) if node.children else self.weights[node.key][period]
            found[node.key] = own
            return own

        add(root)
        return found

    def down(self, node: Node, total: int, period: int, sums: Mapping[object, int]) -> None:
        self.values.setdefault(node.key, []).append(total)
        if not node.children:
            return
        shares = self._shares(node, total, period, sums)
        for child in node.children:
            self.down(child, shares[child.key], period, sums)

    def _shares(self, node: Node, total: int, period: int, sums: Mapping[object, int]) -> dict[object, int]:
        kept = {
            child.key: self.fixed[child.key, period] for child in node.children if (child.key, period) in self.fixed
        }
        free = [child.key for child in node.children if child.key not in kept]
        rest = total - sum(kept.values())
        if free and rest > 0:
            by = [sums[key] for key in free]
            return kept | dict(zip(free, along(rest, by, self.step), strict=True))
        if rest:
            self.gaps.append(Gap(node.key, period, -rest))
        return kept | dict.fromkeys(free, 0)
