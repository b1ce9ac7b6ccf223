"""The stream of server-sent events at `/live/`, for signed-in people."""

import asyncio
import contextlib
import json
import logging
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from cadre.kernel.lease import Tenant
from cadre.kernel.live.tail import RESYNC, Tail, Told, missed, recent

logger = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PING_SECONDS = 20.0
PINGS_PER_CHECK = 6
LEASE_SECONDS = 0.25
READY_SECONDS = 5.0
LONGEST_ID = 19
WAITING_MESSAGES = 50
MOST_STREAMS = 4000
MOST_STREAMS_PER_USER = 30
RETRY_MILLISECONDS = 2000
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(eq=False)
class Viewer:
    """One open stream."""

    user_id: int
    waiting: "asyncio.Queue[Told]" = field(default_factory=lambda: asyncio.Queue(WAITING_MESSAGES))

    def tell(self, message: Told) -> None:
        """Queue a message. A viewer who does not keep up is told to fetch all again."""
        if message.recipients is not None and self.user_id not in message.recipients:
            return
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
            message = Told(message.resume_from, RESYNC, {})
        self.waiting.put_nowait(message)


class LiveApplication:
    """Bare ASGI: answers `/live/` and the lifespan messages of the server."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._per_user: Counter[int] = Counter()
        self._leaving = asyncio.Event()
        self._tail = Tail(self.tell)
        self._following: asyncio.Task[None] | None = None
        self._tenant = Tenant()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    def tell(self, message: Told) -> None:
        """Hand a message to every open stream of this process."""
        for viewer in self._viewers:
            viewer.tell(message)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        watching = asyncio.create_task(self._watch_lease())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._leaving.set()
        for task in (watching, self._following):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch_lease(self) -> None:
        while not self._tenant.should_leave():
            await asyncio.sleep(LEASE_SECONDS)
        self._leaving.set()
        if self._tenant.parent_died():
            os.kill(os.getpid(), signal.SIGTERM)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] != "/live/" or scope["method"] != "GET":
            return await _refuse(send, 404 if scope["path"] != "/live/" else 405)
        headers = {key.decode("latin1"): value.decode("latin1") for key, value in scope["headers"]}
        key = session_key_in(headers.get("cookie", ""))
        user_id = await self._in_thread(signed_in_user, key)
        if user_id is None:
            return await _refuse(send, 401)
        if (
            len(self._viewers) >= MOST_STREAMS
            or self._per_user[user_id] >= MOST_STREAMS_PER_USER
            or self._leaving.is_set()
        ):
            return await _refuse(send, 503)
        await self._tail_is_ready()
        viewer = Viewer(user_id)
        self._viewers.add(viewer)
        self._per_user[user_id] += 1
        try:
            await self._stream(viewer, key, headers.get("last-event-id", ""), receive, send)
        finally:
            self._viewers.discard(viewer)
            self._per_user[user_id] -= 1

    async def _tail_is_ready(self) -> None:
        """Start to follow with the first viewer, and let nobody in who would miss what happens next."""
        if self._following is None:
            self._following = asyncio.create_task(self._tail.follow())
        with contextlib.suppress(TimeoutError):  # without a database for now; the tail tries on
            await asyncio.wait_for(self._tail.ready.wait(), READY_SECONDS)

    async def _stream(self, viewer: Viewer, key: str, resume_from: str, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _write(send, f"retry: {RETRY_MILLISECONDS}\n\n")
        resuming = resume_from.isascii() and resume_from.isdigit() and len(resume_from) < LONGEST_ID
        for message in await (self._in_thread(missed, int(resume_from)) if resuming else self._in_thread(recent)):
            viewer.tell(message)
        gone = asyncio.create_task(_disconnected(receive))
        leaving = asyncio.create_task(self._leaving.wait())
        pings = 0
        try:
            while True:
                next_message = asyncio.create_task(viewer.waiting.get())
                done, _ = await asyncio.wait(
                    {next_message, gone, leaving}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                if next_message not in done:
                    next_message.cancel()
                if gone in done or leaving in done:
                    break
                if next_message in done:
                    await _write(send, written(next_message.result()))
                    continue
                pings += 1
                if pings % PINGS_PER_CHECK == 0 and await self._in_thread(signed_in_user, key) != viewer.user_id:
                    break
                await _write(send, ": ping\n\n")
        finally:
            gone.cancel()
            leaving.cancel()
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _with_connection, function, arguments)


def written(message: Told) -> str:
    """One server-sent event. It has no type of its own: a browser could only listen to types that it knows."""
    data = json.dumps({"name": message.name, **message.ids}, separators=(",", ":"))
    return f"id: {message.resume_from}\ndata: {data}\n\n"


def session_key_in(cookies: str) -> str:
    """The session's key out of a Cookie header, or an empty text."""
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel is not None else ""


def signed_in_user(session_key: str) -> int | None:
    """The id of the active user whose session this is, checked like on every page; None for anyone else."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user.pk if user.is_authenticated else None


def _with_connection(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")],
        }
    )
    await send({"type": "http.response.body", "body": b""})
