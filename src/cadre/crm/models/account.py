from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm import policies
from cadre.crm.countries import country_name
from cadre.crm.industries import industry_name
from cadre.kernel.models import Record
from cadre.kernel.models.company import currency_code


class Account(Record):
    """A customer company, or one that may become one."""

    class Tier(models.TextChoices):
        A = "A", pgettext_lazy("account tier", "A")
        B = "B", pgettext_lazy("account tier", "B")
        C = "C", pgettext_lazy("account tier", "C")

    external_id = models.CharField(_("external id"), max_length=64, null=True, blank=True, unique=True)
    name = models.CharField(_("account name"), max_length=160)
    industry = models.CharField(pgettext_lazy("field", "industry"), max_length=60, blank=True)
    tier = models.CharField(pgettext_lazy("field", "tier"), max_length=1, choices=Tier.choices, blank=True)
    employees = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    revenue_minor = models.BigIntegerField(_("annual revenue"), null=True, blank=True)
    currency = models.CharField(
        pgettext_lazy("field", "currency"), max_length=3, default="USD", validators=[currency_code]
    )
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    country = models.CharField(_("country or region"), max_length=60, blank=True)
    website = models.URLField(pgettext_lazy("field", "website"), blank=True)
    phone = models.CharField(pgettext_lazy("field", "phone"), max_length=40, blank=True)
    address = models.CharField(pgettext_lazy("field", "address"), max_length=240, blank=True)
    note = models.TextField(pgettext_lazy("field", "note"), blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("subsidiary of")
    )
    owner = models.ForeignKey(
        "people.Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("field", "owner"),
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name=_("merged into")
    )

    policy = policies.account

    class Meta:
        verbose_name = pgettext_lazy("model", "account")
        verbose_name_plural = pgettext_lazy("model", "accounts")
        ordering: ClassVar = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revenue_minor__isnull=True) | Q(revenue_minor__gte=0), name="account_revenue_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="account_not_its_own_parent",
                violation_error_message=_("An account cannot be its own parent."),
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="account_name"),
            models.Index(fields=["owner", "name"], name="account_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def industry_name(self) -> str:
        return industry_name(self.industry)

    @property
    def country_name(self) -> str:
        return country_name(self.country)


class Contact(Record):
    """A person at an account, with his part in the buying decision (book ch. 6)."""

    class BuyingRole(models.TextChoices):
        DECIDER = "decider", pgettext_lazy("buying role", "Decision maker")
        INFLUENCER = "influencer", pgettext_lazy("buying role", "Influencer")
        CHAMPION = "champion", pgettext_lazy("buying role", "Champion")
        USER = "user", pgettext_lazy("buying role", "User")
        BUYER = "buyer", pgettext_lazy("buying role", "Buyer")
        GATEKEEPER = "gatekeeper", pgettext_lazy("buying role", "Gatekeeper")
        OPPONENT = "opponent", pgettext_lazy("buying role", "Opponent")

    external_id = models.CharField(_("external id"), max_length=64, null=True, blank=True, unique=True)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="contacts", verbose_name=pgettext_lazy("field", "account")
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    title = models.CharField(_("job title"), max_length=80, blank=True)
    buying_role = models.CharField(_("buying role"), max_length=12, choices=BuyingRole.choices, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(pgettext_lazy("field", "phone"), max_length=40, blank=True)
    note = models.TextField(pgettext_lazy("field", "note"), blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name=_("merged into")
    )

    policy = policies.contact

    class Meta:
        verbose_name = pgettext_lazy("model", "contact")
        verbose_name_plural = pgettext_lazy("model", "contacts")
        ordering: ClassVar = ["name", "id"]
        indexes = [models.Index(fields=["name", "id"], name="contact_name")]

    def __str__(self) -> str:
        return self.name
