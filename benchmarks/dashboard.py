"""A dashboard of twelve tiles over the large company: the frame of the page, then all tiles in one request.

``python -m benchmarks.dashboard sqlite|postgres [--folder DIR] [--repeat 5] [--tiles]``; build the company first with
``python -m benchmarks.company``. --tiles measures every tile alone. CPU is this process's own, without the database server's.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.databases import NAMES, chosen

FIRST_PAINT, TILES = 300, {"sqlite": 2500, "postgres": 1500}
TWELVE: list[dict[str, Any]] = [
    {
        "kind": "number",
        "metrics": ["bookings.amount", "win_rate", "bookings.average", "sales_cycle_days", "bookings.count"],
        "period": "quarter",
        "compare": "previous",
    },
    {"kind": "line", "metrics": ["bookings.amount"], "by": ["month"], "period": "12-month", "compare": "year_before"},
    {"kind": "funnel", "metrics": ["pipeline.count", "pipeline.amount"], "by": ["stage"]},
    {"kind": "bar", "metrics": ["bookings.amount"], "by": ["manager"], "period": "quarter", "compare": "previous"},
    {"kind": "ranking", "metrics": ["bookings.amount"], "by": ["employee"], "period": "quarter"},
    {"kind": "stacked", "metrics": ["bookings.amount"], "by": ["month", "product"], "period": "6-month"},
    {"kind": "heat", "metrics": ["bookings.amount"], "by": ["manager", "week"], "period": "quarter"},
    {"kind": "table", "metrics": ["bookings.amount", "win_rate"], "by": ["office"], "period": "quarter"},
    {"kind": "stacked", "metrics": ["activities.count"], "by": ["week", "activity_kind"], "period": "13-week"},
    {"kind": "table", "metrics": ["activities.count", "activities.visits"], "by": ["team"], "period": "month"},
    {"kind": "line", "metrics": ["stage_conversion"], "by": ["month"], "period": "12-month"},
    {"kind": "table", "metrics": ["pipeline.amount"], "by": ["manager", "stage"]},
]


def dashboard() -> tuple[Any, Any]:
    """Its owner, a director, and the twelve tiles, made anew each time."""
    from cadre.cockpit import services
    from cadre.cockpit.models import Dashboard
    from cadre.kernel.access import actor_of
    from cadre.kernel.models import User

    director = next(user for user in User.objects.filter(is_active=True) if "director" in user.roles)
    Dashboard.objects.filter(owner=director).delete()
    made = services.create_dashboard(actor=actor_of(director), title="Twelve")
    for tile in TWELVE:
        services.add_tile(actor=actor_of(director), dashboard_id=made.pk, **tile)
    return director, made


def measured(act: Callable[[], Any], repeat: int) -> tuple[int, int, int]:
    """Median, worst and CPU, in milliseconds."""
    act()
    walls, cpus = [], []
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return tuple(round(1000 * value) for value in (statistics.median(walls), max(walls), statistics.median(cpus)))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--tiles", action="store_true")
    asked = parser.parse_args()
    with chosen(asked.database, asked.folder):
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections
        from django.test import Client

        call_command("migrate", verbosity=0, interactive=False)
        director, made = dashboard()
        client = Client()
        client.force_login(director)
        page = f"/dashboards/{made.pk}/"
        for name, path, aim in (("frame", page, FIRST_PAINT), ("tiles", f"{page}tiles/", TILES[asked.database])):
            median, worst, cpu = measured(lambda path=path: client.get(path), asked.repeat)  # type: ignore[misc]
            print(f"{asked.database} {name}: median {median} ms, worst {worst}, CPU {cpu}; aim {aim}")
        if asked.tiles:
            each_tile(director, made)
        print(f"load {os.getloadavg()[0]:.1f}")
        connections.close_all()


def each_tile(director: Any, made: Any) -> None:
    from cadre.cockpit.queries import shown_tiles
    from cadre.cockpit.rules.asking import Chosen
    from cadre.kernel.access import actor_of

    for tile in made.tiles.all():
        median, _worst, cpu = measured(lambda tile=tile: shown_tiles(actor_of(director), [tile], Chosen()), 3)  # type: ignore[misc]
        print(f"  {median:5} ms, CPU {cpu:5}: {tile.kind} {tile.metrics} by {tile.by} {tile.period}")


if __name__ == "__main__":
    main()
