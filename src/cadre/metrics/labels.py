"""Names for keys: one query per dimension, however many answers of a page show it."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from cadre.metrics.declarations import Dimension, KeyValue
from cadre.metrics.registry import dimensions


class Labels:
    """Collects keys by dimension and names them all at the first time one is asked for."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[KeyValue]] = {}
        self._named: dict[str, dict[KeyValue, str]] = {}

    def expect(self, dimension: Dimension, keys: Iterable[KeyValue]) -> None:
        self._waiting.setdefault(dimension.key, set()).update(keys)

    def of(self, dimension: Dimension, key: KeyValue) -> str:
        """The key's name, or "(none)" where the row has no such thing."""
        if key is None:
            return str(dimension.without) or pgettext("dimension value", "(none)")
        if dimension.key not in self._waiting and (known := self._named.get(dimension.key, {}).get(key)) is not None:
            return (
                known  # all but the first time: an answer asks for every name of a dimension as often as it has cells
            )
        return self._names(dimension.key, key).get(key, str(key))

    def places(self, dimension: Dimension) -> dict[KeyValue, int]:
        """Where each expected key stands in the dimension's own order."""
        return {key: place for place, key in enumerate(self._names(dimension.key, None))}

    def _names(self, name: str, key: KeyValue) -> dict[KeyValue, str]:
        waiting = self._waiting.pop(name, set()) | ({key} if key not in self._named.get(name, {}) else set())
        waiting -= {None} | self._named.get(name, {}).keys()
        known = self._named.setdefault(name, {})
        if waiting:
            naming = dimensions[name].labels
            named = dict(naming(waiting)) if naming else {value: str(value) for value in sorted(waiting, key=str)}
            known.update(named)
            known.update({value: str(value) for value in sorted(waiting - named.keys(), key=str)})  # not asked again
        return known
