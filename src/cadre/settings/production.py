"""For real use: nothing has an unsafe default. Refuses to start without a secret, hosts and a database that were chosen."""

from django.core.exceptions import ImproperlyConfigured

from cadre.settings import environment
from cadre.settings.base import *  # noqa: F403

SECRET_KEY = environment.text("CADRE_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set CADRE_SECRET_KEY to a random text of 50 characters or more.")
if not environment.text("CADRE_ALLOWED_HOSTS"):
    raise ImproperlyConfigured(
        "Set CADRE_ALLOWED_HOSTS to the names people reach this installation by, separated by commas."
    )

CADRE_DEMO = False
SECURE_SSL_REDIRECT = environment.flag("CADRE_TLS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = environment.number("CADRE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if environment.flag("CADRE_BEHIND_PROXY", default=False):
    # Only where a proxy sets these headers itself: a client that could send them would switch the TLS redirect off, and lock
    # others out by failing to sign in from their address
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "cadre.kernel.security.address_behind_proxy"
