"""Answers that are given again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock


class StoredReply(models.Model):
    """The answer to a creation that carried an Idempotency-Key, to be given again. Committed with what it tells of.

    `caller` is the token or the person, `digest` that of method, address and body.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    caller = models.CharField(max_length=30)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "stored reply")
        constraints: ClassVar = [models.UniqueConstraint(fields=["caller", "key"], name="reply_once")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
