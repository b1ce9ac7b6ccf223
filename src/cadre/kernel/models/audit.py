from django.db import models
from django.utils.translation import pgettext, pgettext_lazy


class AuditEntry(models.Model):
    """One changed row, as it was and as it became. Never edited, never deleted."""

    act = models.UUIDField()  # rows changed by one verb share it, so that they can be undone together
    at = models.DateTimeField()
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = pgettext_lazy("model", "audit entry")
        indexes = [
            models.Index(fields=["act"], name="audit_by_act"),
            models.Index(fields=["model", "object_id", "-id"], name="audit_by_object"),
            models.Index(fields=["user", "-id"], name="audit_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.title}"

    @property
    def who(self) -> str:
        return self.user.name if self.user else pgettext("actor", "Cadre")
