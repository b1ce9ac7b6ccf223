"""The pages and the REST API, as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre.settings.production")


def spared_of_collection() -> None:
    """What was loaded stays for good, so the collector need not look at it; and a page makes thousands of objects that die with it.

    With Python's own thresholds a large answer spent more time in collections than in its own work (docs/benchmarks.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def loaded_whole() -> None:
    """A server loads at its start what commands load when they need it, so that no reader's first page waits for it."""
    from django.urls import get_resolver

    from cadre.kernel import discovery

    discovery.discover(discovery.HANDLERS)
    _ = get_resolver().url_patterns


application = get_wsgi_application()
loaded_whole()
spared_of_collection()
