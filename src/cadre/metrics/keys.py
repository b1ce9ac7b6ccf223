"""The key of a group: one value per dimension asked for. Thousands of them are taken apart for one answer."""

import operator
from collections.abc import Callable, Sequence

from cadre.metrics.declarations import KeyValue

Key = tuple[KeyValue, ...]


def picker(places: Sequence[int]) -> Callable[[Key], Key]:
    """A function that gives the values at these places of a key."""
    if not places:
        return lambda _key: ()
    if len(places) == 1:
        only = places[0]
        return lambda key: (key[only],)
    return operator.itemgetter(*places)
