"""What the interface remembers: a person's own views of lists, and which forms were already taken in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock


class SavedView(models.Model):
    """A named state of a list, one person's own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=60)
    name = models.CharField(pgettext_lazy("saved view", "name"), max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=50)

    class Meta:
        verbose_name = pgettext_lazy("model", "saved view")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="ui_saved_view_once",
                violation_error_message=_("You already have a view of this name here. Choose another name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormReceipt(models.Model):
    """A form that was taken in: its token cannot be used again, so a double click acts once. Swept after a day."""

    token = models.CharField(primary_key=True, max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, db_index=True)
    message = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.token
