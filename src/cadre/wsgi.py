"""The pages and the REST API, as a WSGI application."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cadre.settings.production")


def prepared_folders() -> None:
    """Whitenoise warns of a missing folder, though ours may be empty: the files come out of the package."""
    from django.conf import settings

    with suppress(OSError):
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


prepared_folders()
application = get_wsgi_application()
