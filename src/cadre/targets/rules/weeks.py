"""A month's (or quarter's) targets over its weeks, so that both ways agree: the weeks of each sum to the whole, and in every week a
team is the sum of its people wherever it is in the whole.

People are shared by the working days of each week, with the largest remainder. A team is the sum of those below it, plus what it has
been given beyond them (or less), shared in the same way. Rounding each on its own would leave cents between a team and its people.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cadre.targets.rules.cascade import Node
from cadre.targets.rules.presence import by_week


def shared_over_weeks(
    root: Node, values: Mapping[Any, int], weeks: Sequence[tuple[str, int]]
) -> dict[Any, dict[str, int]]:
    """Week by week the part of everybody in the tree who has a value; `weeks` are names and working days that lie inside."""
    found: dict[Any, dict[str, int]] = {}

    def share(node: Node) -> tuple[int, dict[str, int]]:
        below = [share(child) for child in node.children]
        given = sum(value for value, _parts in below)
        parts = {name: sum(each[name] for _value, each in below) for name, _days in weeks}
        own = values.get(node.key)
        if own is None:
            return given, parts
        rest = own - given
        sign = -1 if rest < 0 else 1
        extra = dict(by_week(abs(rest), weeks))
        found[node.key] = {name: parts[name] + sign * extra[name] for name, _days in weeks}
        return own, found[node.key]

    if weeks:
        share(root)
    return found
