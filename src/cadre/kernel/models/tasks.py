"""Background work: who is alive, how far a long task is, and when a periodic job is next due."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cadre.kernel import clock


class WorkerHeartbeat(models.Model):
    """A task worker that was alive at `beat_at`. Silent workers' tasks are taken away from them."""

    worker = models.CharField(max_length=64, primary_key=True)
    host = models.CharField(max_length=120)
    started_at = models.DateTimeField(default=clock.now)
    beat_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.worker


class TaskProgress(models.Model):
    """How far a long task is, for the page that shows it. `task` is the task result's id."""

    task = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=200)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="progress_by_user")]
        constraints = [
            models.CheckConstraint(condition=Q(total=None) | Q(done__lte=F("total")), name="progress_within_total")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.done}/{self.total}"

    @property
    def percent(self) -> int | None:
        """Whole per cent, or None while the total is not known."""
        return self.done * 100 // self.total if self.total else None


class PeriodicJob(models.Model):
    """When a registered periodic job runs next."""

    name = models.CharField(max_length=100, primary_key=True)
    next_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
