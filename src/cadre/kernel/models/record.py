from typing import ClassVar

from django.db import models

from cadre.kernel import clock
from cadre.kernel.visibility import Policy, VisibleManager


class Record(models.Model):
    """What every business row has: a version that grows with each change, and when it was made and last changed."""

    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    policy: ClassVar[Policy]
    objects = VisibleManager()

    class Meta:
        abstract = True
