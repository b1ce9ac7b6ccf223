"""What is not a page: importing files of 100 and of 100,000 opportunities, and a number on the command line from cold.

``python -m benchmarks.loading sqlite|postgres [--folder DIR]``. The import goes through the wizard's own steps, check and all,
and takes the rows back afterwards.
"""

import argparse
import csv
import io
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.databases import NAMES, chosen

HEAD = ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"]
CLI = ["metrics", "query", "bookings.amount", "--by", "employee", "month", "--from", "2026-01-01", "--to", "2026-12-31"]


def file_of(rows: int, mark: str) -> bytes:
    """A spreadsheet as a company has it: names, not ids."""
    from cadre.crm.models import Account, Product
    from cadre.kernel import clock
    from cadre.people.models import Employee

    people = list(Employee.objects.filter(name__in=_once(Employee)).order_by("pk").values_list("name", flat=True))
    accounts = list(Account.objects.order_by("pk").values_list("name", flat=True)[:5000])
    products = list(Product.objects.order_by("pk").values_list("name", flat=True))
    day = clock.today().isoformat()
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(HEAD)
    for n in range(rows):
        stage = ("Won", "Lost")[n % 2]
        out.writerow([f"{mark}{n:06d}", people[n % len(people)], products[n % len(products)], accounts[n % 5000], stage,
                      "2026-01-05", min("2026-03-10", day), f"{n % 900 + 100}.00"])  # fmt: skip
    return text.getvalue().encode()


def _once(model: Any) -> list[str]:
    """Names that one person alone has: others could not be told apart in a file."""
    from django.db.models import Count

    return list(
        model.objects.order_by().values("name").annotate(n=Count("pk")).filter(n=1).values_list("name", flat=True)
    )


def imported(rows: int, mark: str) -> tuple[float, float]:
    """Seconds from the file to the last row written, and of them those of our own processor time."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cadre.imports import services
    from cadre.kernel.access import SYSTEM

    upload = SimpleUploadedFile("opportunities.csv", file_of(rows, mark), "text/csv")
    begin, cpu = time.perf_counter(), time.process_time()
    run = services.start_import(actor=SYSTEM, kind="opportunities", upload=upload)
    services.perform_import(actor=SYSTEM, run_id=run.pk)
    took = time.perf_counter() - begin, time.process_time() - cpu
    services.undo_import(actor=SYSTEM, run_id=run.pk)
    return took


def on_the_command_line() -> tuple[float, float]:
    """Seconds of a process that starts, asks one question and ends; and of them those of processor time."""
    begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "cadre.cli", *CLI], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def middle(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(wall for wall, _cpu in pairs), statistics.median(cpu for _wall, cpu in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    asked = parser.parse_args()
    with chosen(asked.database, asked.folder):
        import django

        django.setup()
        mark = f"I{int(time.time())}-"
        few = middle([imported(100, f"{mark}{n}-") for n in range(7)])
        many = imported(100_000, mark)
        cold = middle([on_the_command_line() for _ in range(5)])
        print(f"\n{asked.database}, load {os.getloadavg()[0]:.1f}\n")
        print("| | aim | median, s | CPU, s |\n| --- | ---: | ---: | ---: |")
        for name, aim, (wall, cpu) in (
            ("import of 100 rows", "", few),
            ("import of 100,000 rows", "30", many),
            ("a year of sellers by month on the command line, cold", "1", cold),
        ):
            print(f"| {name} | {aim} | {wall:.2f} | {cpu:.2f} |")
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
