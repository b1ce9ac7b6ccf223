"""Files that people upload or the product makes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock


class StoredFile(models.Model):
    """A file's name and nature; its bytes lie under `CADRE_HOME/files`, named by their content.

    Seen by who stored it, and by whoever sees the record it hangs on (`attached_to` + `attached_id`,
    asked through the rule that the record's room registers).
    """

    name = models.CharField(pgettext_lazy("file", "name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField(default=clock.now)
    attached_to = models.CharField(max_length=60, blank=True)
    attached_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "file")
        indexes: ClassVar = [models.Index(fields=["attached_to", "attached_id"], name="file_by_record")]

    def __str__(self) -> str:
        return self.name
