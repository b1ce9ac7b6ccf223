from typing import ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cadre.crm import policies
from cadre.kernel.models import Record

# The names of the reasons the product ships with; where a company writes its own, that one is said in its language
SHIPPED_REASONS = {
    "price": pgettext_lazy("loss reason", "Price"),
    "competitor": pgettext_lazy("loss reason", "Competitor"),
    "no_budget": pgettext_lazy("loss reason", "No budget"),
    "no_decision": pgettext_lazy("loss reason", "No decision"),
    "no_fit": pgettext_lazy("loss reason", "Product does not fit"),
    "timing": pgettext_lazy("loss reason", "Timing"),
    "other": pgettext_lazy("loss reason", "Other"),
}
NAMES = {"en": "name_en", "zh-hant": "name_zh_hant", "zh-hans": "name_zh_hans"}


def _once(field: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[field],
        condition=~models.Q(**{field: ""}),
        name=f"loss_reason_{field}_once",
        violation_error_message=_("There is a reason of this name already."),
    )


class LossReason(Record):
    """Why deals are lost, in the company's own words (book ch. 6). Deals keep its key, so a name may change; none is deleted."""

    key = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=60, blank=True)
    name_zh_hans = models.CharField(_("name in Simplified Chinese"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("loss reason", "place in the list"), default=1)
    is_active = models.BooleanField(pgettext_lazy("loss reason", "offered"), default=True)

    policy = policies.catalogue

    class Meta:
        verbose_name = pgettext_lazy("model", "reason for the loss")
        verbose_name_plural = pgettext_lazy("model", "reasons for the loss")
        ordering: ClassVar = ["position", "id"]
        constraints = [
            *(_once(field) for field in NAMES.values()),
            models.CheckConstraint(
                condition=models.Q(key__in=sorted(SHIPPED_REASONS))
                | ~models.Q(name_en="", name_zh_hant="", name_zh_hans=""),
                name="loss_reason_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language; else the shipped word, else whatever name the company gave."""
        own = getattr(self, NAMES.get((get_language() or "en").lower(), "name_en"))
        return own or str(SHIPPED_REASONS.get(self.key, "")) or next(filter(None, self.names), self.key)

    @property
    def names(self) -> list[str]:
        """The company's own names, in the order of the languages; "" where it has none."""
        return [getattr(self, field) for field in NAMES.values()]

    @property
    def shipped_names(self) -> dict[str, str]:
        """What it is called where the company gives no name, by field; empty for a reason of the company's own."""
        if self.key not in SHIPPED_REASONS:
            return {}
        words = {}
        for language, field in NAMES.items():
            with translation.override(language):
                words[field] = str(SHIPPED_REASONS[self.key])
        return words
