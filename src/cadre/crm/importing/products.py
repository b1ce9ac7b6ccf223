from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.importing.money import CurrencyReader, amount_in_minor
from cadre.crm.importing.references import known
from cadre.crm.models import Product
from cadre.crm.services import bulk
from cadre.imports.findings import Doubt, Findings
from cadre.imports.kinds import ImportField, ImportKind, Row, also
from cadre.imports.policies import DATA_IMPORTERS
from cadre.imports.problems import NAME_TAKEN
from cadre.imports.readers import Number, Text
from cadre.kernel.currency import base_currency


def judge(rows: Sequence[Row], findings: Findings) -> None:
    """Prices in minor units of their currency; a name belongs to one product."""
    base = base_currency()
    codes = dict(Product.objects.exclude(external_id=None).values_list("name", "external_id"))
    for place, row in enumerate(rows):
        code = codes.get(row.get("name") or "")
        if code is not None and row.get("external_id") not in (None, code):
            findings.add(place, "name", Doubt(NAME_TAKEN, {"value": row["name"], "code": code}), row["name"])
    for place, row in enumerate(rows):
        if "currency" in row and not row["currency"]:
            row["currency"] = base
        if "list_price" in row:
            row["currency"] = row.get("currency") or base
            row["list_price_minor"] = amount_in_minor(row, "list_price", row["currency"], place, findings)


PRODUCTS = ImportKind(
    key="products",
    label=pgettext_lazy("import", "Products"),
    icon="package",
    url_name="crm:product-list",
    position=2,
    roles=DATA_IMPORTERS,
    identity=("external_id", "name"),
    known=known(Product),
    write=bulk.import_products,
    remove=bulk.remove_imported,
    label_of_rows="crm.product",
    judge=judge,
    fields=(
        ImportField(
            "external_id",
            _("Product code"),
            Text(64),
            aliases=also("SKU · Product Code · Item number · 料號 · 货号 · 产品编码 · 產品編號 · Internal Reference"),
            example="GTX-PRO",
        ),
        ImportField(
            "name",
            _("Product name"),
            Text(120),
            required=True,
            aliases=also(
                "product · Name · Product · Item · 产品名称 · 產品名稱 · 产品 · 產品 · 品名 · 商品名稱 · 商品名称 · 商品"
            ),
            example="GTX Pro",
        ),
        ImportField(
            "series",
            pgettext_lazy("product", "Series"),
            Text(60),
            aliases=also(
                "Product Family · Category · Product Category · 產品系列 · 产品系列 · 系列 · 类别 · 類別 · 產品類別 · 产品类别"
            ),
            example="GTX",
        ),
        ImportField(
            "list_price",
            _("List price"),
            Number(),
            aliases=also(
                "sales_price · Price · Unit Price · List Price · Sales Price · 單價 · 单价 · 價格 · 价格 · 標準單價 · 标准价格"
            ),
            example="4821",
        ),
        ImportField(
            "currency",
            pgettext_lazy("product", "Currency"),
            CurrencyReader(),
            aliases=also("Currency · CurrencyIsoCode · 币种 · 幣別"),
            example="USD",
        ),
    ),
)
