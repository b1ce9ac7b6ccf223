"""`cadre serve`: one port for pages and the live stream, some processes for them, and one for background work."""

import argparse
import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from cadre.cli.address import FIRST_PORT, LAST_PORT, AddressError, free_port, reachable_name
from cadre.kernel.lease import Lease

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
DEFAULT_PORT = 8000
PAGE_SECONDS, STOP_SECONDS = 5, 10.0
LONGEST_PAUSE = 30.0
BACKLOG = 2048


def main(argv: list[str]) -> int:
    """Parse the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="cadre serve", description="Run pages, live stream and background work.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: %(default)s, this machine only)"
    )
    parser.add_argument("--port", type=port_number, help=f"port (default: {DEFAULT_PORT}, or the next free one)")
    parser.add_argument(
        "--workers", type=int, default=max(2, os.cpu_count() or 2), help="processes for pages (default: %(default)s)"
    )
    parser.add_argument(
        "--task-workers", type=int, default=1, help="processes for background work (default: %(default)s)"
    )
    options = parser.parse_args(argv)
    try:
        port = free_port(options.host, options.port or DEFAULT_PORT, exact=options.port is not None)
    except AddressError as error:
        print(f"cadre serve: {error}", file=sys.stderr)
        return 1
    if waiting := waiting_migrations():
        print(
            f"cadre serve: the database is {waiting} step(s) behind. Run `cadre manage migrate` first.", file=sys.stderr
        )
        return 1
    say = lambda address: print(f"Cadre is at {address} - stop it with Ctrl-C.", flush=True)  # noqa: E731
    return serve(options.host, port, workers=options.workers, task_workers=options.task_workers, ready=say)


def port_number(text: str) -> int:
    """A port from the command line."""
    if not (text.isascii() and text.isdigit()) or not FIRST_PORT <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from {FIRST_PORT} to {LAST_PORT}.")
    return int(text)


def waiting_migrations() -> int:
    """How many migrations the database still waits for."""
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def serve(
    host: str, port: int, *, workers: int = 2, task_workers: int = 1, ready: Callable[[str], None] | None = None
) -> int:
    """Serve until SIGINT or SIGTERM; `ready` is called once with the address when the first page can be asked for.

    The port must be free (`free_port`). Returns an exit code.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _allow_own_names(host)
    _close_connections()
    lease = Lease()
    children = Children(task_workers)
    server = Granian(
        "cadre.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=max(1, workers),
        websockets=False,
        backlog=BACKLOG,
        backpressure=BACKLOG,  # an open live stream counts as a running request
        respawn_failed_workers=True,
        workers_kill_timeout=PAGE_SECONDS,
        log_level=LogLevels.warning,
    )
    _release_at_interrupt(server, lease, children)
    children.start()
    if ready is not None:
        threading.Thread(target=_tell_when_up, args=(host, port, ready, children.stopping), daemon=True).start()
    try:
        server.serve()
    finally:
        lease.release()
        children.stop()
    return 0


class Children:
    """The processes for background work: started again when they die, told to finish when we stop."""

    def __init__(self, count: int) -> None:
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * count
        self._pauses = [1.0] * count
        self.stopping = threading.Event()
        self._deadline: float | None = None
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self._watching.start()

    def dismiss(self) -> None:
        """Tell them to finish, and start none again."""
        self.stopping.set()
        if self._watching.is_alive():
            self._watching.join()
        for process in self._running():
            process.terminate()
        self._deadline = time.monotonic() + STOP_SECONDS

    def stop(self) -> None:
        """Let running tasks finish, but not for ever: what is cut off is taken up by the next worker."""
        if self._deadline is None:
            self.dismiss()
        deadline = self._deadline or 0.0
        for process in self._running():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()

    def _running(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in self._processes if process is not None]

    def _watch(self) -> None:
        started = [0.0] * len(self._processes)
        while not self.stopping.is_set():
            now = time.monotonic()
            for place, process in enumerate(self._processes):
                if process is not None and process.poll() is None:
                    continue
                if process is not None and now - started[place] < self._pauses[place]:
                    continue
                if process is not None:
                    self._pauses[place] = min(self._pauses[place] * 2, LONGEST_PAUSE)
                self._processes[place] = subprocess.Popen([sys.executable, "-P", "-m", "cadre.cli", "worker"])
                started[place] = now
            self.stopping.wait(0.2)


def _release_at_interrupt(server: object, lease: Lease, children: Children) -> None:
    """Open streams end first, so that the workers have nothing to wait for; background work finishes beside the last pages."""
    stop = server.signal_handler_interrupt  # type: ignore[attr-defined]

    def leave() -> None:
        lease.release()
        children.dismiss()
        while True:  # a signal that falls between the server's look at its flag and its next wait would be lost
            server.main_loop_interrupt.set()  # type: ignore[attr-defined]
            time.sleep(1)

    def release_and_stop(*args: object, **kwargs: object) -> None:
        stop(*args, **kwargs)
        threading.Thread(target=leave, daemon=True).start()  # nothing in a signal's handler may wait for a lock

    server.signal_handler_interrupt = release_and_stop  # type: ignore[attr-defined]


def _allow_own_names(host: str) -> None:
    """A demo that is opened to the network answers to this machine's names, and to no other (production names its hosts)."""
    from django.conf import settings

    if (
        host in LOOPBACK
        or os.environ.get("DJANGO_SETTINGS_MODULE") != "cadre.settings.demo"
        or "CADRE_ALLOWED_HOSTS" in os.environ
    ):
        return
    names = sorted({*LOOPBACK - {"::1"}, "[::1]", socket.gethostname(), *_own_addresses(), host})
    os.environ["CADRE_ALLOWED_HOSTS"] = ",".join(names)
    settings.ALLOWED_HOSTS = names  # for children that are forked with these settings already read


def _own_addresses() -> list[str]:
    names = set()
    with contextlib.suppress(OSError):
        names |= {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))  # sends nothing; the system chooses the address it would send from
        names.add(asking.getsockname()[0])
    return list(names)


def _close_connections() -> None:
    """Workers are forked: they must not share an open database connection."""
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


def _tell_when_up(host: str, port: int, ready: Callable[[str], None], stopping: threading.Event) -> None:
    name = reachable_name(host)
    while not stopping.wait(0.1):
        asking = http.client.HTTPConnection(name.strip("[]"), port, timeout=5)
        try:
            asking.request("HEAD", "/live/")
            asking.getresponse().read()
        except (OSError, http.client.HTTPException):
            continue
        finally:
            asking.close()
        ready(f"http://{name}:{port}/")
        return
