"""Pages over a real socket: `cadre serve` with two processes, asked by one client and by four at once.

``python -m benchmarks.clients sqlite|postgres [--folder DIR] [--seconds 8]``. Requests per second and milliseconds; the
clients share the machine with server and database.
"""

import argparse
import http.client
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from itertools import cycle
from pathlib import Path

from benchmarks.databases import NAMES, chosen

PORT = 8765
PATHS = ("/crm/opportunities/", "/crm/opportunities/board/")
WHO = ("person044", "person045", "person046", "person047")


def cookies() -> list[str]:
    """A signed-in session for each client."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from cadre.kernel.models import User

    found = []
    for name in WHO:
        client = Client()
        client.force_login(User.objects.get(email=f"{name}@bench.example"))
        found.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    connections.close_all()
    return found


def ask(path: str, cookie: str, until: float, into: list[float]) -> None:
    """One client: the same page again and again over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    while time.monotonic() < until:
        begin = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        into.append((time.perf_counter() - begin) * 1000)
    connection.close()


def measured(path: str, signed_in: list[str], clients: int, seconds: float) -> tuple[float, float, float]:
    times: list[list[float]] = [[] for _ in range(clients)]
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=ask, args=(path, cookie, until, into))
        for into, cookie in zip(times, cycle(signed_in), strict=False)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = sorted(ms for one in times for ms in one)
    return len(every) / seconds, statistics.median(every), every[int(len(every) * 0.95)]


def up() -> bool:
    """Whether the server answers within half a minute."""
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    parser.add_argument("--seconds", type=float, default=8)
    asked = parser.parse_args()
    with chosen(asked.database, asked.folder):
        signed_in = cookies()
        command = [sys.executable, "-m", "cadre.cli", "serve", "--port", str(PORT), "--workers", "2"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            if not up():
                raise SystemExit("the server does not answer")
            print(f"\n{asked.database}, load {os.getloadavg()[0]:.1f}\n")
            print("| page | clients | per second | median | p95 |\n| --- | ---: | ---: | ---: | ---: |")
            for path in PATHS:
                measured(path, signed_in, 4, 2)
                for clients in (1, 4):
                    rate, median, late = measured(path, signed_in, clients, asked.seconds)
                    print(f"| {path} | {clients} | {rate:.0f} | {median:.1f} | {late:.1f} |", flush=True)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


if __name__ == "__main__":
    main()
