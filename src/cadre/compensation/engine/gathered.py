"""Columns gathered piece by piece, each piece in the smallest whole numbers that hold it."""

from typing import Any

import numpy as np
import pyarrow as pa

#: What is added up where it stands keeps its width.
_KEPT = frozenset(["tx", "place", "after", "amount", "uncapped"])
_WIDTHS = (np.int8, np.int16, np.int32)


class Gathered:
    """Pieces of columns by name. Most credits are small numbers: a line takes 40 bytes and not 75."""

    def __init__(self) -> None:
        self.parts: dict[str, list[Any]] = {}

    def add(self, piece: dict[str, Any]) -> None:
        """One more piece of every column, in Arrow or NumPy; copied, so that its source can be freed."""
        for name, values in piece.items():
            if isinstance(values, pa.Array) and not pa.types.is_integer(values.type):
                part: Any = pa.concat_arrays([values])
            else:
                array = values if isinstance(values, np.ndarray) else values.to_numpy()
                part = array.copy() if name in _KEPT else narrowed(array)
            self.parts.setdefault(name, []).append(part)

    def taken(self, name: str, rows: np.ndarray[Any, Any] | None = None) -> Any:
        """A whole column (in the order of ``rows``), which is then no longer kept here."""
        parts = self.parts.pop(name)
        whole = parts[0] if len(parts) == 1 else _joined(parts)
        if rows is None:
            return whole
        return whole[rows] if isinstance(whole, np.ndarray) else whole.take(pa.array(rows))


def narrowed(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A copy in the smallest width that holds the values and their negatives."""
    largest = max(int(values.max()), -int(values.min())) if len(values) else 0
    for width in _WIDTHS:
        if largest <= np.iinfo(width).max:
            return values.astype(width)
    return values.copy()


def _joined(parts: list[Any]) -> Any:
    return np.concatenate(parts) if isinstance(parts[0], np.ndarray) else pa.concat_arrays(parts)
