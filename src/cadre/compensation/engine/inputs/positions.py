"""Where the transactions of lines stand among the inputs."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.inputs.loading import Inputs


def positions(inputs: Inputs, block: Block) -> np.ndarray[Any, Any]:
    """The row of each line's transaction among the transactions; -1 where there is none."""
    ids = inputs.transactions.columns["tx"]
    if isinstance(block.tx, np.ndarray):
        found = pc.index_in(pa.array(block.tx), value_set=pa.array(ids))
    else:
        ids = pa.array(ids).cast(pa.string()) if isinstance(ids, np.ndarray) else ids
        found = pc.index_in(block.tx, value_set=ids)
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int64)
