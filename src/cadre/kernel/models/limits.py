"""How much was asked for in the present minute."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RequestWindow(models.Model):
    """What one caller was allowed in one minute so far: `window` is the minute since 1970, `used` what processes took of it."""

    bucket = models.CharField(max_length=40, primary_key=True)
    window = models.BigIntegerField()
    used = models.PositiveIntegerField()

    class Meta:
        verbose_name = pgettext_lazy("model", "request window")

    def __str__(self) -> str:
        return f"{self.bucket} {self.window}: {self.used}"
