"""What every installation shares. Values that differ come from the environment (docs/guide/running.md)."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.settings import environment

CADRE_HOME = environment.home()
DEBUG = False
ALLOWED_HOSTS = environment.words("CADRE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CADRE_TRUSTED_ORIGINS")

ROOMS = [
    "cadre.kernel",
    "cadre.ui",
    "cadre.metrics",
    "cadre.imports",
    "cadre.people",
    "cadre.crm",
    "cadre.voice",
    "cadre.targets",
    "cadre.cockpit",
    "cadre.web",
    "cadre.api",
    "cadre.demo",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "axes",
    "django_tasks",
    "django_tasks_db",
    *ROOMS,
]
MIDDLEWARE = [
    "cadre.web.middleware.HealthMiddleware",
    "cadre.kernel.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cadre.kernel.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cadre.web.middleware.ProblemMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "cadre.web.root_urls"
WSGI_APPLICATION = "cadre.wsgi.application"
ASGI_APPLICATION = "cadre.asgi.application"

# cotton's loader must stand inside the cached one and before the file loaders: else <c-…> tags reach the browser raw
TEMPLATE_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cadre.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cadre.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "cadre.ui.forms.CadreFormRenderer"

DATABASES = {"default": environment.database(CADRE_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False  # reads must not take SQLite's write lock; verbs open their own transaction

AUTH_USER_MODEL = "kernel.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "web:sign-in"
LOGIN_REDIRECT_URL = "web:home"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGES = [
    ("zh-hant", _("Traditional Chinese")),
    ("zh-hans", _("Simplified Chinese")),
    ("en", pgettext_lazy("language", "English")),
]
LANGUAGE_CODE = environment.text("CADRE_LANGUAGE", "en")
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("CADRE_TIME_ZONE", "UTC")

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cadre.ui.assets.BuiltFilesStorage"},
}
# Files are named by content at build time, so the installed package is served as it stands: nothing to collect, nothing to copy
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86400
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.\w+$"
MEDIA_ROOT = CADRE_HOME / "files"
# Requests that one process works on at a time; read here, so that a wrong value is said before anything is started
CADRE_THREADS = environment.number("CADRE_THREADS", 2, least=1)
CADRE_UPLOAD_LIMIT = environment.number("CADRE_UPLOAD_LIMIT_MB", 50) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Requests of the API per minute, with one key and of one person with all of his; 0 is no limit
CADRE_API_PER_MINUTE = environment.number("CADRE_API_PER_MINUTE", 600)
CADRE_API_PER_MINUTE_USER = environment.number("CADRE_API_PER_MINUTE_USER", 1200)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "cadre_session"
CSRF_COOKIE_NAME = "cadre_csrf"
CSRF_FAILURE_VIEW = "cadre.web.views.errors.stale"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Without a mail server mails are written to the log, so that nothing leaves a machine by accident
EMAIL_HOST = environment.text("CADRE_MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = environment.number("CADRE_MAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("CADRE_MAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("CADRE_MAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("CADRE_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
# How people reach this installation, for links in mails: https://cadre.example.com
CADRE_ADDRESS = environment.text("CADRE_ADDRESS")
DEFAULT_FROM_EMAIL = environment.text("CADRE_MAIL_FROM", "cadre@localhost")

# Which events the live stream tells to every signed-in person, as ids; those with recipients reach these alone
LIVE_EVENTS = ("crm.", "voice.", "kernel.notified")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Scanners knock with any host name; the answer is 400, and a traceback each time would bury what matters
    # And a page refused (403, 404, 422) is an answer, not a fault
    "loggers": {
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django.request": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": environment.text("CADRE_LOG_LEVEL", "WARNING")},
}
# E-mail addresses are unique without regard to case, by a constraint on Lower("email"), which this check does not see
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PACKAGE = Path(__file__).resolve().parent.parent
