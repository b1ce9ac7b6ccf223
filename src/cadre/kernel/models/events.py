from django.db import models

from cadre.kernel import clock


class OutboxEvent(models.Model):
    """An event that happened, written in the transaction that made it happen."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    at = models.DateTimeField(db_index=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=models.Q(delivered_at=None), name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class EventDelivery(models.Model):
    """That a handler has run for an event: committed with what the handler did."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="delivery_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.handler}"
