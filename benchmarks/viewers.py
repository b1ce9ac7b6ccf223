"""Many open dashboards and one won deal: how long until the last page that is concerned shows it.

``python -m benchmarks.viewers --home DIR [--viewers 500] [--port 8765]``: serves the company in DIR (a demo will do) with two
web processes, opens a stream and a dashboard for each viewer, wins a deal, and asks again as browsers do: only whom it
concerns, after up to a second. The viewers run on the same machine and take their share of it.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SET_UP = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cadre.cockpit.models import Dashboard
from cadre.kernel.models import User
boards = {key: Dashboard.objects.get(shipped=key).pk for key in ("director", "manager", "activity")}
BOARDS = (("director", "director"), ("executive", "director"), ("manager", "manager"), ("rep", "activity"))
found = []
for user in User.objects.filter(is_active=True):
    board = next((board for role, board in BOARDS if role in user.roles), None)
    if board is not None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        found.append([session.session_key, boards[board]])
print(json.dumps(found))
"""
WIN = """
import time
from cadre.crm import services
from cadre.crm.models import Opportunity, StageCriterion
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
deal = Opportunity.objects.filter(state="open").exclude(engaged_on=None).order_by("?").first()
met = list(StageCriterion.objects.values_list("pk", flat=True))
services.win_opportunity(actor=SYSTEM, opportunity_id=deal.pk, closed_on=clock.today(), met=met)
print(time.time())
"""


@dataclass
class Viewer:
    """One open page."""

    port: int
    session: str
    board: int
    address: str = ""
    owners: str = ""
    heard_at: float = 0.0
    shown_at: float = 0.0

    async def get(self, path: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._head(path, "close"))
        body = await reader.read()
        writer.close()
        head, _, content = body.partition(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise RuntimeError(head[:200].decode())
        return content.decode(errors="replace")

    def _head(self, path: str, connection: str) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", f"Cookie: cadre_session={self.session}", "HX-Request: true"]
        return "\r\n".join([*lines, f"Connection: {connection}", "", ""]).encode()

    async def open(self) -> None:
        page = await self.get(f"/dashboards/{self.board}/")
        self.address = re.findall(r'hx-get="([^"]+live=1)"', page)[0].replace("&amp;", "&")
        self.owners = (re.findall(r'data-live-owners="([^"]*)"', page) or [""])[0]

    async def listen(self, ready: asyncio.Semaphore) -> None:
        """Wait for the event as the script of the page does, then fetch the tiles again."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self._head("/live/", "keep-alive"))
        while b"retry" not in await reader.readline():
            pass
        ready.release()
        while True:
            line = await reader.readline()
            if line.startswith(b"data:") and b"opportunity_won" in line:
                break
        self.heard_at = time.time()
        owner = str(json.loads(line[5:]).get("owner_id"))
        if not self.owners or owner in self.owners.split():
            await asyncio.sleep(random.random())
            await self.get(self.address)
            self.shown_at = time.time()
        writer.close()


def manage(home: Path, code: str) -> str:
    command = [sys.executable, "-m", "cadre.cli", "manage", "shell", "-v0", "-c", code]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=True).stdout.strip()


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "CADRE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "cadre.settings.demo"}


async def watched(home: Path, port: int, count: int) -> None:
    people = json.loads(manage(home, SET_UP))
    viewers = [Viewer(port, *people[n % len(people)]) for n in range(count)]
    for start in range(0, count, 10):
        await asyncio.gather(*(viewer.open() for viewer in viewers[start : start + 10]))
    for viewer in viewers[: len(people)]:  # every page has shown its tiles before
        await viewer.get(viewer.address.replace("&live=1", ""))
    ready = asyncio.Semaphore(0)
    listening = [asyncio.create_task(viewer.listen(ready)) for viewer in viewers]
    for _ in viewers:
        await ready.acquire()
    won_at = float(await asyncio.to_thread(manage, home, WIN))
    await asyncio.wait(listening, timeout=60)
    told([viewer.heard_at - won_at for viewer in viewers if viewer.heard_at], "heard of it", count)
    told([viewer.shown_at - won_at for viewer in viewers if viewer.shown_at], "showed it", count)


def told(seconds: list[float], what: str, count: int) -> None:
    if seconds:
        print(f"{len(seconds)} of {count} {what}: median {statistics.median(seconds):.2f} s, last {max(seconds):.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--viewers", type=int, default=500)
    parser.add_argument("--port", type=int, default=8765)
    asked: Any = parser.parse_args()
    command = [sys.executable, "-m", "cadre.cli", "serve", "--port", str(asked.port), "--workers", "2"]
    server = subprocess.Popen(command, env=environment(asked.home), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        server.stdout.readline()
        time.sleep(8)
        asyncio.run(watched(asked.home, asked.port, asked.viewers))
        print(f"load {os.getloadavg()[0]:.1f}")
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
