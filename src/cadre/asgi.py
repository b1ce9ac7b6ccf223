"""One port for two kinds of code: `/live/` streams on the event loop, all else is Django in a few threads.

Pages under WSGI answer twice as fast as under Django's own ASGI handler and hold a tenth of the
database connections; streams by the hundred cost the loop next to nothing.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from cadre.wsgi import application as wsgi_application

# Imported after Django is set up by the line above
from cadre.kernel.live.stream import LiveApplication, Message, Receive, Send  # isort: skip

pages = WSGIMiddleware(cast("Any", wsgi_application), workers=settings.CADRE_THREADS)
live = LiveApplication()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Route by path. `live` also answers the server's lifespan messages."""
    if scope["type"] == "http" and not scope["path"].startswith("/live/"):
        await pages(cast("Any", scope), cast("Any", _coroutine(receive)), cast("Any", send))
    else:
        await live(scope, receive, send)


def _coroutine(receive: Receive) -> Receive:
    """The server hands out awaitables; the bridge to threads wants true coroutines, or no form could be posted."""

    async def received() -> Message:
        return await receive()

    return received
