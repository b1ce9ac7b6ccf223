"""Time and queries of whole answers at the server, one person at a time, over the company of benchmarks.company.

``python -m benchmarks.serve sqlite|postgres [--folder DIR] [--only WORD] [--repeat 40] [--profile] [--json FILE]``.
The request goes through every middleware and the answer is complete; only the socket is missing.
"""

import argparse
import json
import os
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.databases import NAMES, chosen

WARM = 5
PLAN_SHOWN_FROM = 5.0  # milliseconds


@dataclass
class Measured:
    """Milliseconds (`best` is what is left where others disturb), and queries per request with the milliseconds in them."""

    case: str
    aim: int | None
    median: float
    p95: float
    best: float
    cpu: float
    queries: int
    in_database: float
    kilobytes: float


def measure(case: Any, repeat: int) -> Measured:
    walls, cpus, size = [], [], 0
    for n in range(WARM + repeat):
        send = case.prepared(n)
        wall, cpu = time.perf_counter(), time.process_time()
        answer = send()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if answer.status_code != case.status:
            raise SystemExit(f"{case.name}: {answer.status_code} {answer.content[:400]!r}")
        size = len(answer.content)
        if n >= WARM:
            walls.append(wall * 1000)
            cpus.append(cpu * 1000)
    queries = told(case)
    return Measured(
        case.name,
        case.aim,
        round(statistics.median(walls), 1),
        round(statistics.quantiles(walls, n=20)[-1], 1),
        round(min(walls), 1),
        round(statistics.median(cpus), 1),
        len(queries),
        round(sum(ms for ms, _, _ in queries), 1),
        round(size / 1024, 1),
    )


def told(case: Any) -> list[tuple[float, str, Any]]:
    """The statements of one request, each with its milliseconds and parameters."""
    from django.db import connection

    found: list[tuple[float, str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            found.append(((time.perf_counter() - begin) * 1000, sql, params))

    send = case.prepared(0)
    with connection.execute_wrapper(note):
        send()
    return found


def explain(case: Any) -> None:
    """Print the statements of one case with their plans' cost, and a profile."""
    from django.db import connection
    from pyinstrument import Profiler

    case.prepared(0)()
    for ms, sql, params in told(case):
        print(f"{ms:8.2f} ms  {sql[:1500]} -- {str(params)[:300]}")
        if (
            connection.vendor == "postgresql"
            and sql.lstrip(" (").startswith(("SELECT", "WITH"))
            and "nextval" not in sql
        ):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) {sql}", params)
                plan = [row[0] for row in cursor.fetchall()]
            print("\n".join(line for line in plan if "Time" in line or line == plan[0] or "Buffers" in line)[:600])
            if float(plan[-1].split()[2]) > PLAN_SHOWN_FROM:
                print("\n".join(plan))
    profiler = Profiler(interval=0.0002)
    for n in range(10):
        send = case.prepared(n)
        with profiler:
            send()
    print(profiler.output_text(color=False, show_all=False))


def table(rows: list[Measured]) -> str:
    head = ["", "aim", "median", "p95", "best", "CPU", "queries", "in them", "KB"]
    lines = [head, ["---", *["---:"] * 8], *(list(asdict(one).values()) for one in rows)]
    return "\n".join(f"| {' | '.join('' if one is None else str(one) for one in line)} |" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    parser.add_argument("--only", default="")
    parser.add_argument("--repeat", type=int, default=40)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with chosen(asked.database, asked.folder):
        import cadre.wsgi  # noqa: F401 - set up as a server is
        from benchmarks.cases import Stage, cases

        stage = Stage()
        rows = []
        for case in cases(stage):
            if asked.only and asked.only not in case.name:
                continue
            if asked.profile:
                print(f"\n== {case.name}")
                explain(case)
            else:
                rows.append(measure(case, asked.repeat))
                print(rows[-1], flush=True)
        if rows:
            print(f"\n{asked.database}, load {os.getloadavg()[0]:.1f}\n\n{table(rows)}")
        if asked.json:
            asked.json.write_text(json.dumps([asdict(one) for one in rows], indent=1))
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
