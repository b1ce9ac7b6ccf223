"""Tests: fast password hashing, mail kept in memory, tasks run at once, data in a throw-away folder."""

import os
import tempfile

os.environ.setdefault("CADRE_HOME", tempfile.mkdtemp(prefix="cadre-test-"))

from cadre.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-" + "x" * 50
CADRE_DEMO = True
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
AXES_ENABLED = False
CADRE_API_PER_MINUTE = CADRE_API_PER_MINUTE_USER = 0
