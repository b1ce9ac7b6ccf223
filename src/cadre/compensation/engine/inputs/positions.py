"""Where the transactions of lines stand among the inputs, and what they were sold for."""

from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cadre.compensation.engine.blocks import Block
from cadre.compensation.engine.inputs.exchange import AT_HOME
from cadre.compensation.engine.inputs.loading import Inputs
from cadre.compensation.engine.plan.model import Plan


def sold_for(plan: Plan, inputs: Inputs, wanted: list[str]) -> dict[str, Fraction]:
    """What transactions were sold for, in whole units of their own currency; those that are not there are left out."""
    columns, foreign = inputs.transactions.columns, inputs.transactions.foreign
    if "v_amount" not in columns or not wanted:
        return {}
    ids = columns["tx"]
    ids = pa.array(ids).cast(pa.string()) if isinstance(ids, np.ndarray) else ids
    places = pc.index_in(pa.array(wanted, pa.string()), value_set=ids).to_pylist()
    found = {}
    for transaction, row in zip(wanted, places, strict=True):
        if row is None:
            continue
        whole, parts = columns["v_amount"], plan.scale
        if foreign and foreign["original"] is not None and foreign["digits"][row] != AT_HOME:
            whole, parts = foreign["original"], 10 ** int(foreign["digits"][row])
        found[transaction] = Fraction(int(whole[row]), parts)
    return found


def positions(inputs: Inputs, block: Block) -> np.ndarray[Any, Any]:
    """The row of each line's transaction among the transactions; -1 where there is none."""
    ids = inputs.transactions.columns["tx"]
    if isinstance(block.tx, np.ndarray):
        found = pc.index_in(pa.array(block.tx), value_set=pa.array(ids))
    else:
        ids = pa.array(ids).cast(pa.string()) if isinstance(ids, np.ndarray) else ids
        found = pc.index_in(block.tx, value_set=ids)
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int64)
