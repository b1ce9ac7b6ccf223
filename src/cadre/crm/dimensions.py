"""Breaking numbers down by customers, products and the sales process."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import pgettext_lazy

from cadre.crm.countries import country_name
from cadre.metrics.declarations import Dimension, Join
from cadre.metrics.registry import register

ACCOUNT = Join("account", "crm_account", "account.id = f.account_id")
PRODUCT = Join("product", "crm_product", "product.id = f.product_id")


def _rows(model: str) -> Callable[[Collection[Any]], Mapping[Any, str]]:
    """Names by key in the model's own order."""
    return lambda keys: {row.pk: str(row) for row in apps.get_model(model)._default_manager.filter(pk__in=keys)}


def _choices(model: str, field: str) -> Callable[[Collection[Any]], Mapping[Any, str]]:
    """The names of a field's choices in their declared order."""

    def named(keys: Collection[Any]) -> Mapping[Any, str]:
        return {
            value: str(label) for value, label in apps.get_model(model)._meta.get_field(field).choices if value in keys
        }

    return named


def _loss_reasons(keys: Collection[Any]) -> Mapping[Any, str]:
    """The company's names, in its order; a retired one still names what it explained."""
    return {row.key: row.name for row in apps.get_model("crm.LossReason")._default_manager.filter(key__in=keys)}


def _countries(keys: Collection[Any]) -> Mapping[Any, str]:
    """The names in the reader's language, in its order."""
    return dict(sorted(((key, country_name(key)) for key in keys), key=lambda pair: pair[1]))


SIZES = {
    1: pgettext_lazy("customer size", "Up to 99 employees"),
    100: pgettext_lazy("customer size", "100 to 999 employees"),
    1000: pgettext_lazy("customer size", "1,000 to 4,999 employees"),
    5000: pgettext_lazy("customer size", "5,000 employees and more"),
}

register(
    Dimension("account", pgettext_lazy("dimension", "Account"), "f.account_id", labels=_rows("crm.Account")),
    Dimension("industry", pgettext_lazy("dimension", "Industry"), "NULLIF(account.industry, '')", (ACCOUNT,), kind=str),
    Dimension(
        "country",
        pgettext_lazy("dimension", "Country or region"),
        "NULLIF(account.country, '')",
        (ACCOUNT,),
        kind=str,
        labels=_countries,
    ),
    Dimension(
        "size",
        pgettext_lazy("dimension", "Customer size"),
        "CASE WHEN account.employees < 100 THEN 1 WHEN account.employees < 1000 THEN 100 "
        "WHEN account.employees < 5000 THEN 1000 WHEN account.employees IS NOT NULL THEN 5000 END",
        (ACCOUNT,),
        labels=lambda keys: {key: str(name) for key, name in SIZES.items() if key in keys},
    ),
    Dimension("product", pgettext_lazy("dimension", "Product"), "f.product_id", labels=_rows("crm.Product")),
    Dimension(
        "series", pgettext_lazy("dimension", "Product series"), "NULLIF(product.series, '')", (PRODUCT,), kind=str
    ),
    Dimension("stage", pgettext_lazy("dimension", "Stage"), "f.at_stage", labels=_rows("crm.PipelineStage")),
    Dimension(
        "loss_reason",
        pgettext_lazy("dimension", "Reason for the loss"),
        "NULLIF(f.loss_reason, '')",
        kind=str,
        labels=_loss_reasons,
        without=pgettext_lazy("dimension value", "No reason given"),
    ),
    Dimension(
        "forecast",
        pgettext_lazy("dimension", "Forecast category"),
        "f.forecast",
        kind=str,
        labels=_choices("crm.Opportunity", "forecast"),
    ),
    Dimension(
        "activity_kind",
        pgettext_lazy("dimension", "Kind of activity"),
        "f.kind",
        kind=str,
        labels=_choices("crm.Activity", "kind"),
    ),
)
