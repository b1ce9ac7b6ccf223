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


application = get_wsgi_application()
spared_of_collection()
