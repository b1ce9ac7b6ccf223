"""Products."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadre.crm import queries, services
from cadre.crm.forms import ProductForm
from cadre.crm.lists import ProductList
from cadre.crm.views.answers import Signals, actor_of, picked, undo_url
from cadre.kernel.problems import NOT_FOUND
from cadre.kernel.verbs import may
from cadre.ui.doors import door
from cadre.ui.drawers import Done, Drawer, answer
from cadre.ui.forms import Form

FIELDS = ["version", "name", "series", "external_id", "is_active", "list_price_minor"]
CHANGED: Signals = {"product-changed": {}}


@door()
def product_list(request: HttpRequest) -> HttpResponseBase:
    return ProductList(request).response()


@door()
def product_record(request: HttpRequest, product_id: int) -> HttpResponse:
    actor = actor_of(request)
    deals = (
        queries.opportunities(actor).filter(product_id=product_id, state="open").order_by("-amount_minor", "-id")[:10]
    )
    context = {"product": _product(request, product_id), "deals": deals, "may_change": may(actor, "crm.product.change")}
    return render(request, "crm/product_record.html", context)


@door("GET", "POST", verb="crm.product.create")
def product_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)

    def save(form: Form) -> Done:
        product = services.create_product(actor=actor, **picked(form.cleaned_data))
        return Done(_("%(product)s created.") % {"product": product}, CHANGED)

    drawer = Drawer(_("New product"), pgettext("button", "Create"), again=_("Create and add another"))
    return answer(request, drawer, ProductForm, save)


@door("GET", "POST", verb="crm.product.change")
def product_edit(request: HttpRequest, product_id: int) -> HttpResponse:
    actor = actor_of(request)
    product = _product(request, product_id)

    def values() -> dict[str, Any]:
        now = _product(request, product_id)
        return {name: getattr(now, name) for name in FIELDS}

    def save(form: Form) -> Done:
        services.change_product(
            actor=actor,
            product_id=product_id,
            expected_version=form.cleaned_data["version"],
            **picked(form.cleaned_data),
        )
        return Done(_("Saved."), CHANGED, undo=undo_url(request))

    drawer = Drawer(_("Edit product"), pgettext("button", "Save"))
    return answer(
        request,
        drawer,
        lambda **given: ProductForm(currency=product.currency, **given),
        save,
        initial=values(),
        fresh=values,
    )


def _product(request: HttpRequest, product_id: int) -> Any:
    found = queries.products(actor_of(request)).filter(pk=product_id).first()
    if found is None:
        raise NOT_FOUND()
    return found
