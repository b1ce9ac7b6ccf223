from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.kernel.models import Record
from cadre.kernel.models.company import currency_code


class Product(Record):
    external_id = models.CharField(_("product code"), max_length=64, null=True, blank=True, unique=True)
    name = models.CharField(_("product name"), max_length=120, unique=True)
    series = models.CharField(pgettext_lazy("field", "series"), max_length=60, blank=True)
    list_price_minor = models.BigIntegerField(_("list price"), null=True, blank=True)
    currency = models.CharField(
        pgettext_lazy("field", "currency"), max_length=3, default="USD", validators=[currency_code]
    )
    is_active = models.BooleanField(_("on sale"), default=True)

    policy = policies.catalogue

    class Meta:
        verbose_name = pgettext_lazy("model", "product")
        verbose_name_plural = pgettext_lazy("model", "products")
        ordering: ClassVar = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(list_price_minor__isnull=True) | Q(list_price_minor__gte=0),
                name="product_price_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.name
