"""A server for browser tests that sees the test's own transaction: nothing to flush, so shipped rows stay and tests stay fast."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread


class OneAtATime(StaticFilesHandler):
    """Requests share the test's connection, and savepoints of two at once would interleave."""

    turn = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        with self.turn:
            return super().__call__(environ, start_response)


class SharedConnectionServer(ThreadedWSGIServer):
    def _close_connections(self) -> None:
        """The connection is the test's; a request's end is not its end."""


class ServingThread(LiveServerThread):
    server_class = SharedConnectionServer

    def __init__(self) -> None:
        super().__init__("127.0.0.1", lambda app: app, connections_override={c.alias: c for c in connections.all()})
        self.daemon = True

    def run(self) -> None:
        for alias, connection in self.connections_override.items():
            connections[alias] = connection
        try:
            self.httpd = self._create_server(connections_override=self.connections_override)
            self.port = self.httpd.server_address[1]
            self.httpd.set_app(OneAtATime(WSGIHandler()))
            self.is_ready.set()
            self.httpd.serve_forever()
        except Exception as error:  # noqa: BLE001 - told to the waiting test
            self.error = error
            self.is_ready.set()


@contextmanager
def served() -> Iterator[str]:
    """The address of a server over this test's database. Use after the `db` fixture."""
    for connection in connections.all():
        connection.inc_thread_sharing()
    thread = ServingThread()
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.httpd.shutdown()
        thread.httpd.server_close()
        thread.join()
