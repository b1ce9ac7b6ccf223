"""Products."""

from typing import Any

from cadre.crm import policies
from cadre.crm.models import Product
from cadre.kernel import search, write
from cadre.kernel.access import Actor
from cadre.kernel.currency import base_currency
from cadre.kernel.verbs import verb


@verb("crm.product.create", roles=policies.CURATORS)
def create_product(*, actor: Actor, **fields: Any) -> Product:
    """A new product; the name is unique."""
    product = write.create(Product, **{"currency": base_currency()} | fields)
    search.put("crm.product", product.pk)
    return product


@verb("crm.product.change", roles=policies.CURATORS)
def change_product(*, actor: Actor, product_id: int, expected_version: int, **fields: Any) -> Product:
    """Change a product. Deals keep the amounts they have."""
    product = write.for_change(Product.objects.changeable_by(actor), product_id, expected_version)
    write.change(product, **fields)
    search.put("crm.product", product.pk)
    return product
