"""The compensation engine beside a bare NumPy computation of the same numbers, in one process, sums asserted equal.

``python -m benchmarks.compensation [COUNT] [--repeat N] [--only own|full] [--alone]``. Wall and CPU seconds; medians.
"""

import argparse
import json
import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import compensation_data as data
from cadre.compensation.engine.plan.loading import parse_plan
from cadre.compensation.engine.run import calculate

RATES = {"commission": [20_000, 40_000, 60_000, 80_000], "override": [1_000, 2_000, 3_000, 4_000]}
MONTH_OF = np.array(
    [m for m, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)) for _ in range(days)], np.int32
)


def numpy_credits(d: data.Data) -> tuple[np.ndarray[Any, Any], ...]:
    """Own credits: payee, day, transaction, split, credit; largest remainder for two-way splits."""
    spans = d.spans[np.lexsort((d.spans[:, 1], d.spans[:, 3], d.spans[:, 0]))]
    account, payee, ppm, begin = spans[:, 0], spans[:, 1], spans[:, 2], spans[:, 3]
    first = np.append(True, (account[1:] != account[:-1]) | (begin[1:] != begin[:-1]))
    starts = np.flatnonzero(first)
    size = np.diff(np.append(starts, len(spans)))
    keys = account[starts] * 100_000 + begin[starts]
    place = np.searchsorted(keys, d.account * 100_000 + d.day, "right") - 1
    tx = np.arange(len(d.amount))
    two = size[place] == 2
    a = starts[place]
    absolute = np.abs(d.amount)
    sign = np.where(d.amount < 0, -1, 1)
    part = absolute // 1_000_000 * ppm[a] + (absolute % 1_000_000) * ppm[a] // 1_000_000
    rest = (absolute % 1_000_000) * ppm[a] % 1_000_000
    part += (rest * 2 > 1_000_000) | (rest * 2 == 1_000_000)
    second = np.flatnonzero(two)
    return (
        np.concatenate([payee[a], payee[a[second] + 1]]),
        np.concatenate([d.day, d.day[second]]),
        np.concatenate([tx, second]),
        np.concatenate([np.zeros(len(tx), np.int64), np.ones(len(second), np.int64)]),
        np.concatenate([sign * part, (sign * (absolute - part))[second]]),
    )


def numpy_lines(
    payee: np.ndarray[Any, Any], month: np.ndarray[Any, Any], order: np.ndarray[Any, Any], credit: np.ndarray[Any, Any],
    quotas: np.ndarray[Any, Any], rates: list[int],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:  # fmt: skip
    """Running credit and exact amount per line, sorted."""
    group = payee * 12 + month
    index = np.lexsort((order, group))
    group, credit = group[index], credit[index]
    total = np.cumsum(credit)
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    base = np.repeat(np.append(0, total[starts[1:] - 1]), np.diff(np.append(starts, len(group))))
    after = total - base
    before = after - credit
    quota = quotas[group // 12]
    edges = [-((-quota * share) // 100) for share in (50, 100, 120)]
    whole = np.zeros(len(credit), np.int64)
    rest = np.zeros(len(credit), np.int64)
    for i, rate in enumerate(rates):
        low = after if i == 0 else np.maximum(after, edges[i - 1])
        floor = before if i == 0 else np.maximum(before, edges[i - 1])
        piece = (np.minimum(low, edges[i]) - np.minimum(floor, edges[i])) if i < 3 else low - floor
        size, sign = np.abs(piece), np.where(piece < 0, -1, 1)
        whole += sign * rate * (size // 1_000_000)
        rest += sign * rate * (size % 1_000_000)
    up = (np.abs(rest) * 2 + 1_000_000) // 2_000_000
    return after, whole + np.where(rest < 0, -up, up)


def numpy_run(d: data.Data, full: bool) -> dict[str, tuple[int, int]]:
    """Lines and paid sums of the bare computation: own lines, and a line per manager credit."""
    payee, day, tx, seq, credit = numpy_credits(d)
    month = MONTH_OF[day - data.YEAR_START]
    people = data.SELLERS + data.MANAGERS + data.DIRECTORS
    quotas = np.array([data.quota(p) * 100 for p in range(people)], np.int64)
    order = (day.astype(np.int64) * len(d.amount) * 2 + tx * 2 + seq) * 2
    _, amount = numpy_lines(payee, month, order, credit, quotas, RATES["commission"])
    found = {"commission": (len(amount), int(amount.sum()))}
    if full:
        manager = d.manager[payee]
        director = d.manager[manager]
        above = np.concatenate([manager, director])
        months, credits = np.concatenate([month, month]), np.concatenate([credit, credit])
        orders = np.concatenate([order, order + 1])
        fixed = np.full(people, 5_000_000_000, np.int64)
        _, paid = numpy_lines(above, months, orders, credits, fixed, RATES["override"])
        found["override"] = (len(paid), int(paid.sum()))
    return found


def engine_run(d: data.Data, plan: Any, engine: Any = "duckdb") -> tuple[dict[str, tuple[int, int]], str]:
    """The whole engine: validation, crediting, terms, lines with explanation columns, payouts, digests."""
    result = calculate(plan, d.tables, engine=engine)
    digest = result.digests()["output"]
    assert not result.problems, result.problems[:3]
    found = {b.component: (b.count, int(b.column("amount").sum())) for b in result.blocks if b.component}
    return found, digest


Times = list[tuple[float, float]]


def timed(work: Callable[[], Any], times: Times) -> Any:
    """The result; wall and CPU seconds are noted."""
    wall, cpu = time.perf_counter(), time.process_time()
    value = work()
    times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return value


def medians(times: Times) -> tuple[float, float]:
    """Medians of wall and CPU seconds."""
    return statistics.median(wall for wall, _ in times), statistics.median(cpu for _, cpu in times)


def both(d: data.Data, plan: Any, full: bool, repeat: int) -> dict[str, Any]:
    """Both computations in turn, so that what else runs on the machine touches both alike; one warm-up unless once."""
    bare_times: Times = []
    engine_times: Times = []
    for _ in range(repeat + (repeat > 1)):
        bare = timed(lambda: numpy_run(d, full), bare_times)
        found, digest = timed(lambda: engine_run(d, plan), engine_times)
        assert found == bare, (found, bare)
    warm = 1 if repeat > 1 else 0
    wall, cpu = medians(bare_times[warm:])
    engine_wall, engine_cpu = medians(engine_times[warm:])
    return {
        "lines": sum(count for count, _ in found.values()),
        "numpy_s": round(wall, 3),
        "engine_s": round(engine_wall, 3),
        "ratio": round(engine_wall / wall, 2),
        "numpy_cpu_s": round(cpu, 3),
        "engine_cpu_s": round(engine_cpu, 3),
        "cpu_ratio": round(engine_cpu / cpu, 2),
        "digest": digest[:16],
    }


def alone(d: data.Data, plan: Any) -> dict[str, Any]:
    """The engine alone, for its memory."""
    times: Times = []
    found, digest = timed(lambda: engine_run(d, plan), times)
    lines = sum(count for count, _ in found.values())
    return {
        "lines": lines,
        "engine_s": round(times[0][0], 1),
        "engine_cpu_s": round(times[0][1], 1),
        "digest": digest[:16],
    }


def main() -> None:
    """Run both and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=["own", "full"])
    parser.add_argument("--alone", action="store_true", help="the engine without NumPy, once: what memory it takes")
    arguments = parser.parse_args()
    plan, _ = parse_plan(data.PLAN)
    d = data.make(arguments.count)
    for name in [arguments.only] if arguments.only else ["own", "full"]:
        chosen = plan if name == "full" else plan.model_copy(update={"components": plan.components[:1]})
        begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found = alone(d, chosen) if arguments.alone else both(d, chosen, name == "full", arguments.repeat)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        load = round(os.getloadavg()[0], 1)
        print(
            json.dumps(
                {"rows": arguments.count, "what": name, **found, "peak_mib": peak, "before_mib": begin, "load": load}
            )
        )


if __name__ == "__main__":
    main()
