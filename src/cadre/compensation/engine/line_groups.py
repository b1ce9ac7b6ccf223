"""The lines of one component by payee and period: what holds for all of them is looked up once."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.result import Result

if TYPE_CHECKING:
    from cadre.compensation.engine.curves.ledger import Cell


class Groups:
    """The runs of equal payee and period in a block, with their cells."""

    def __init__(self, result: Result, block: Block) -> None:
        payee, period = block.column("payee"), block.column("period")
        change = (
            np.append(True, (payee[1:] != payee[:-1]) | (period[1:] != period[:-1]))
            if block.count
            else np.zeros(0, bool)
        )
        self.starts = np.flatnonzero(change)
        self.sizes = np.diff(np.append(self.starts, block.count))
        cells = result.ledger.cells.get(block.component, {})
        keys = [(int(payee[s]), int(period[s])) for s in self.starts]
        self.keys = keys
        self.cells: list[Cell | None] = [cells.get(key) for key in keys]

    def spread(self, values: list[Any], kind: Any) -> np.ndarray[Any, Any]:
        """One value per group, repeated over its rows."""
        return np.repeat(np.array(values, kind), self.sizes)

    def texts(self, values: list[str]) -> pa.DictionaryArray:
        """One text per group, over its rows."""
        unique = list(dict.fromkeys(values)) or [""]
        place = {text: i for i, text in enumerate(unique)}
        codes = self.spread([place[text] for text in values], np.int32)
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(unique, pa.string()))
