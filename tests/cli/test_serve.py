"""The served product, as processes: pages and stream on one port, quick to stop, nothing left behind."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cadre.cli.address import free_port

pytestmark = pytest.mark.sqlite
START_SECONDS = 40


def environment(home: Path) -> dict[str, str]:
    own = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "CADRE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "cadre.settings.demo",
    }
    return {**{name: value for name, value in os.environ.items() if name != "CADRE_DATABASE_URL"}, **own}


def keeps_books(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return any("resource_tracker" in word for word in process.cmdline())
    return False


class Served:
    """A running `cadre serve`."""

    command = [sys.executable, "-m", "cadre.cli"]

    def __init__(self, home: Path) -> None:
        self.port = free_port("127.0.0.1", 18400, exact=False)
        self.env = environment(home)
        self.main = subprocess.Popen(
            [*self.command, "serve", "--port", str(self.port), "--workers", "2"],
            env=self.env,
            stdout=subprocess.PIPE,
            text=True,
        )

    def await_children(self) -> None:
        assert self.main.stdout is not None
        assert f":{self.port}/" in self.main.stdout.readline()
        self.wait(lambda: len(self.children()) == 3, "three children")

    def children(self) -> list[psutil.Process]:
        """Those of ours: where Python spawns instead of forking (macOS, 3.14), it adds one that keeps its own books."""
        return [child for child in psutil.Process(self.main.pid).children() if not keeps_books(child)]

    def status(self, path: str, cookie: str = "") -> int:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        asking.request("GET", path, headers={"Cookie": cookie})
        return asking.getresponse().status

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.status("/live/") == 401
        return False

    def open_stream(self, cookie: str) -> http.client.HTTPResponse:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        asking.request("GET", "/live/", headers={"Cookie": cookie})
        return asking.getresponse()

    def manage(self, code: str) -> str:
        done = subprocess.run(
            [*self.command, "manage", "shell", "-v0", "-c", code],
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    @staticmethod
    def wait(until: object, what: str, seconds: float = 15) -> None:
        deadline = time.monotonic() + seconds
        while not until():  # type: ignore[operator]
            assert time.monotonic() < deadline, f"no {what} within {seconds} s"
            time.sleep(0.1)

    def kill_all(self) -> None:
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in self.children():
                child.kill()
        self.main.kill()
        self.main.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home")
    subprocess.run([*Served.command, "manage", "migrate", "-v0"], env=environment(made), check=True)
    return made


@pytest.fixture
def served(home: Path) -> Iterator[Served]:
    running = Served(home)
    try:
        running.await_children()
        yield running
    finally:
        running.kill_all()


SIGN_IN = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cadre.kernel.models import User
user = User.objects.create_user("ann@example.com", "Ann")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
HAPPEN = """
from cadre.kernel import clock
from cadre.kernel.models import OutboxEvent
print(OutboxEvent.objects.create(name="crm.opportunity_won", payload={"opportunity_id": 7}, at=clock.now()).pk)
"""
PERIODIC = """
from cadre.kernel.models import PeriodicJob
print(PeriodicJob.objects.filter(name="cadre.kernel.housekeeping.throw_away").count())
"""


def test_the_product_serves_streams_works_heals_and_stops(served: Served) -> None:
    """One story, since a start takes seconds."""
    assert served.status("/live/") == 401
    cookie = f"cadre_session={served.manage(SIGN_IN)}"

    stream = served.open_stream(cookie)
    assert stream.status == 200
    assert stream.readline() == b"retry: 2000\n"
    event = served.manage(HAPPEN)
    assert stream.readline() == b"\n"
    lines = [stream.readline() for _ in range(2)]
    assert lines == [f"id: {event}\n".encode(), b'data: {"name":"crm.opportunity_won","opportunity_id":7}\n']

    assert served.manage(PERIODIC) == "1"

    victims = served.children()
    for victim in victims:
        victim.kill()
    served.wait(lambda: len(served.children()) == 3 and not set(served.children()) & set(victims), "new children")
    served.wait(served.answers, "answer")

    open_streams = [served.open_stream(cookie) for _ in range(5)]
    family = served.children()
    served.main.send_signal(signal.SIGTERM)
    assert served.main.wait(timeout=30) == 0
    for stream in open_streams:  # ended in order: a killed worker would leave the answer incomplete
        stream.read()
    assert not [child for child in family if child.is_running()]


def test_children_leave_when_their_parent_is_killed(served: Served) -> None:
    family = served.children()
    served.main.kill()
    served.main.wait()
    served.wait(
        lambda: not any(child.is_running() and child.status() != "zombie" for child in family), "end of children"
    )
