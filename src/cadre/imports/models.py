"""What was imported, from which file, by whom; and how files of a shape are mapped."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.imports import policies
from cadre.kernel.models import Record


class ImportRun(Record):
    """One file on its way into the product. `created` holds the ids of the new rows as ranges, by model label."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("import state", "Being prepared")
        RUNNING = "running", pgettext_lazy("import state", "Running")
        DONE = "done", pgettext_lazy("import state", "Imported")
        FAILED = "failed", pgettext_lazy("import state", "Refused")
        UNDONE = "undone", pgettext_lazy("import state", "Undone")

    kind = models.CharField(pgettext_lazy("import", "kind"), max_length=40)
    state = models.CharField(pgettext_lazy("import", "state"), max_length=8, choices=State.choices, default=State.DRAFT)
    file = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("import", "file")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    encoding = models.CharField(pgettext_lazy("import", "encoding"), max_length=20, blank=True)
    sheet = models.CharField(pgettext_lazy("workbook", "sheet"), max_length=80, blank=True)
    rows = models.PositiveIntegerField(pgettext_lazy("import", "rows"))
    signature = models.CharField(max_length=32)
    mapping = models.JSONField(pgettext_lazy("import", "mapping"), default=dict, blank=True)
    user = models.ForeignKey("kernel.User", models.PROTECT, null=True, related_name="+", verbose_name=_("imported by"))
    task = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    made = models.PositiveIntegerField(pgettext_lazy("import count", "new"), default=0)
    changed = models.PositiveIntegerField(pgettext_lazy("import count", "changed"), default=0)
    unchanged = models.PositiveIntegerField(pgettext_lazy("import count", "unchanged"), default=0)
    warned = models.PositiveIntegerField(_("with warnings"), default=0)
    skipped = models.PositiveIntegerField(_("left out"), default=0)
    handled = models.JSONField(_("how surprises were handled"), default=list, blank=True)
    created = models.JSONField(default=dict, blank=True)
    act = models.CharField(
        max_length=36, blank=True, editable=False
    )  # under which the audit keeps what changed rows were before
    restored = models.PositiveIntegerField(_("put back as they were"), default=0)
    kept = models.JSONField(default=list, blank=True)  # changed rows that could not be put back: title, who, when
    kept_count = models.PositiveIntegerField(_("not put back"), default=0)
    refusal = models.CharField(_("why it was refused"), max_length=400, blank=True)

    policy = policies.run

    class Meta:
        verbose_name = pgettext_lazy("model", "import")
        verbose_name_plural = pgettext_lazy("model", "imports")
        ordering: ClassVar = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="import_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class SavedMapping(Record):
    """The mapping last used for a kind's files with these headings."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=32)
    mapping = models.JSONField(default=dict, blank=True)

    policy = policies.mapping

    class Meta:
        verbose_name = pgettext_lazy("model", "saved mapping")
        constraints = [models.UniqueConstraint(fields=["kind", "signature"], name="mapping_once_per_shape")]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature}"
