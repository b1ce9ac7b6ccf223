"""Pages over a real socket: two processes of a server, asked by one client and by four at once, and who pays for it.

``python -m benchmarks.clients sqlite|postgres [--server cadre|plain] [--folder DIR] [--seconds 8] [--repeat 3]``. Requests per
second, and milliseconds of CPU per request of the server, the database and the client, which share the machine. From them
follows what the machine could give at most: its cores, divided by the CPU of a request. `plain` is a list of the same rows as
any Django project has it (benchmarks.plain), on the same server: what the machine does to everybody.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import psutil

from benchmarks.databases import NAMES, chosen

PORT = 8765
PATHS = {"cadre": ("/crm/opportunities/", "/crm/opportunities/board/"), "plain": ("/",)}
WHO = ("person044", "person045", "person046", "person047")
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Spent:
    """CPU seconds up to now: by process of the server and of the database, of the client, and of the whole machine."""

    server: dict[int, float]
    database: dict[int, float]
    client: float
    machine: float


@dataclass(frozen=True)
class Run:
    """One measurement: requests per second, milliseconds on the clock, milliseconds of CPU per request."""

    rate: float
    median: float
    late: float
    server: float
    database: float
    client: float
    left: float

    @property
    def ceiling(self) -> float:
        """Requests per second if every core worked on nothing but these requests."""
        return CORES * 1000 / (self.server + self.database + self.client)


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


def spent(server: psutil.Process, database: psutil.Process | None) -> Spent:
    mine, machine = psutil.Process().cpu_times(), psutil.cpu_times()
    whole = machine.user + machine.nice + machine.system + machine.steal
    return Spent(_of_tree(server), _of_tree(database) if database else {}, mine.user + mine.system, whole)


def _of_tree(parent: psutil.Process) -> dict[int, float]:
    """CPU of a process and its children, without the one that works in the background: it has its own to do, asked or not."""
    found = {}
    for process in (parent, *parent.children(recursive=True)):
        try:
            times = process.cpu_times()
            if process.cmdline()[-1:] != ["worker"]:
                found[process.pid] = times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return found


def _more(before: dict[int, float], after: dict[int, float]) -> float:
    """What the processes did in between; one that ended meanwhile is left out."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def ask(path: str, cookie: str, until: float, into: list[float]) -> None:
    """One client: the same page again and again over one connection, read and thrown away."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()
    room = memoryview(bytearray(1 << 20))
    with socket.create_connection(("127.0.0.1", PORT), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.monotonic() < until:
            begin = time.perf_counter()
            connection.sendall(request)
            got, whole = 0, None
            while whole is None or got < whole:
                got += connection.recv_into(room[got:])
                if whole is None and (end := bytes(room[:8192]).find(b"\r\n\r\n", 0, got)) >= 0:
                    head = bytes(room[:end]).lower()
                    if not head.startswith(b"http/1.1 200"):
                        raise SystemExit(f"{path}: {head[:80]!r}")
                    whole = end + 4 + int(head.partition(b"content-length:")[2].partition(b"\r")[0])
            into.append((time.perf_counter() - begin) * 1000)


def measured(
    path: str,
    signed_in: list[str],
    clients: int,
    seconds: float,
    server: psutil.Process,
    database: psutil.Process | None,
) -> Run:
    times: list[list[float]] = [[] for _ in range(clients)]
    before, begin = spent(server, database), time.monotonic()
    threads = [
        threading.Thread(target=ask, args=(path, cookie, begin + seconds, into))
        for into, cookie in zip(times, cycle(signed_in), strict=False)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, after = time.monotonic() - begin, spent(server, database)
    every = sorted(ms for one in times for ms in one)
    own = _more(before.server, after.server), _more(before.database, after.database), after.client - before.client
    return Run(
        len(every) / took,
        statistics.median(every),
        every[int(len(every) * 0.95)],
        *(seconds * 1000 / len(every) for seconds in own),
        left=CORES - (after.machine - before.machine - sum(own)) / took,
    )


def up() -> bool:
    """Whether the server answers within half a minute."""
    for _ in range(150):
        try:
            with socket.create_connection(("127.0.0.1", PORT), timeout=5) as connection:
                connection.sendall(b"HEAD /healthz/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if connection.recv(64).startswith(b"HTTP/1.1"):
                    return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


def command(server: str) -> list[str]:
    if server == "cadre":
        return [sys.executable, "-m", "cadre.cli", "serve", "--port", str(PORT), "--workers", "2"]
    start = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(PORT)]
    return [sys.executable, *start, "--log-level", "warning", "benchmarks.plain:application"]


def best(runs: list[Run]) -> Run:
    """The run that lost least to what else goes on."""
    return max(runs, key=lambda run: run.rate)


def line(path: str, clients: int, run: Run) -> str:
    figures = [f"{run.rate:.0f}", f"{run.median:.1f}", f"{run.late:.1f}"]
    figures += [f"{ms:.1f}" for ms in (run.server, run.database, run.client)]
    return f"| {path} | {clients} | {' | '.join(figures)} | {run.ceiling:.0f} | {run.left:.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", choices=NAMES)
    parser.add_argument("--server", choices=tuple(PATHS), default="cadre")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/cadre-bench"))
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    with chosen(asked.database, asked.folder):
        signed_in = cookies()
        running = subprocess.Popen(command(asked.server), stdout=subprocess.DEVNULL)
        try:
            if not up():
                raise SystemExit("the server does not answer")
            server = psutil.Process(running.pid)
            database = _postmaster(asked.folder) if asked.database == "postgres" else None
            print(f"\n{asked.server}, {asked.database}, load {os.getloadavg()[0]:.1f}\n")
            head = "path, clients, per second, median, p95, server, database, client, ceiling, cores left by others"
            print(f"| {head.replace(', ', ' | ')} |\n| --- |{' ---: |' * 9}")
            for path in PATHS[asked.server]:
                measured(path, signed_in, 4, 2, server, database)
                runs: dict[int, list[Run]] = {1: [], 4: []}
                for _ in range(asked.repeat):
                    for clients, found in runs.items():
                        time.sleep(asked.seconds)  # what else runs on the machine is to have its turn
                        found.append(measured(path, signed_in, clients, asked.seconds, server, database))
                for clients, found in runs.items():
                    print(line(path, clients, best(found)), flush=True)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)


def _postmaster(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "postgres" / "data" / "postmaster.pid").read_text().split()[0]))


if __name__ == "__main__":
    main()
