"""Credits grouped by each payee's own years, which no calendar knows: from one anniversary of hire to the next."""

import numpy as np
import pyarrow as pa

from cadre.compensation.engine.backends import Backend
from cadre.compensation.engine.curves.ledger import Ledger
from cadre.compensation.engine.plan.component import Component
from cadre.compensation.engine.sorted_credits import SortedCredits


def grouped(
    ledger: Ledger, component: Component, backend: Backend, credits: SortedCredits | str, more: tuple[str, ...]
) -> SortedCredits | str:
    """The same credits, in the same order, with the year of service they add up in as their run."""
    if isinstance(credits, SortedCredits):
        payees, periods = credits.columns["payee"], credits.columns["period"]
        starts = credits.periods
        lengths = np.diff(np.append(starts, len(credits)))
        keys = zip(payees[starts].tolist(), periods[starts].tolist(), strict=True)
        years = np.array([ledger.run_of(component, *key) for key in keys], np.int32)
        return SortedCredits({**credits.columns, "run": np.repeat(years, lengths)}, credits.tx)
    rows = backend.fetch(f"SELECT DISTINCT payee, period FROM {credits} AS c")
    found = rows["payee"].to_pylist(), rows["period"].to_pylist()
    runs = [ledger.run_of(component, *key) for key in zip(*found, strict=True)]
    name = f"years_of_{credits}"
    backend.register(
        name, pa.table({"payee": rows["payee"], "period": rows["period"], "run": pa.array(runs, pa.int32())})
    )
    columns = ", ".join(f"c.{one}" for one in ("payee", "period", "dy", "tx", "seq", *more, "val", "credit", "ord"))
    return (
        f"(SELECT {columns}, y.run AS run FROM {credits} AS c "
        f"JOIN {name} AS y ON y.payee = c.payee AND y.period = c.period) AS years"
    )
