from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.importing.countries import CountryReader
from cadre.crm.importing.money import CurrencyReader, amount_in_minor
from cadre.crm.importing.references import EMPLOYEE, known
from cadre.crm.importing.words import INDUSTRIES
from cadre.crm.models import Account
from cadre.crm.services import bulk
from cadre.imports.findings import Doubt, Findings
from cadre.imports.kinds import ImportField, ImportKind, Row, also
from cadre.imports.policies import DATA_IMPORTERS
from cadre.imports.problems import NEARLY, NOT_FOUND_HERE
from cadre.imports.readers import Choice, Number, Text, Web, Whole
from cadre.imports.similar import nearest
from cadre.kernel.currency import base_currency
from cadre.kernel.search.fold import fold


def judge(rows: Sequence[Row], findings: Findings) -> None:
    """Revenue in minor units; a parent company stands in the file or is here already."""
    base = base_currency()
    names = {fold(row["name"]) for row in rows if row.get("name")}
    names |= {fold(name) for name in Account.objects.values_list("name", flat=True)} if _has_parents(rows) else set()
    for place, row in enumerate(rows):
        if "currency" in row and not row["currency"]:
            row["currency"] = base
        if "revenue" in row:
            row["currency"] = row.get("currency") or base
            row["revenue_minor"] = amount_in_minor(row, "revenue", row["currency"], place, findings)
        parent = row.get("parent")
        if parent and fold(parent) not in names:
            findings.add(place, "parent", _unknown_parent(parent, rows), parent)


def _has_parents(rows: Sequence[Row]) -> bool:
    return any(row.get("parent") for row in rows)


def _unknown_parent(parent: str, rows: Sequence[Row]) -> Doubt:
    near = nearest(parent, [row["name"] for row in rows if row.get("name")])
    params = {"label": _("Subsidiary of"), "value": parent}
    return Doubt(NEARLY, params | {"suggestion": near[0]}, near) if near else Doubt(NOT_FOUND_HERE, params)


ACCOUNTS = ImportKind(
    key="accounts",
    label=pgettext_lazy("import", "Accounts"),
    icon="building",
    url_name="crm:account-list",
    position=3,
    roles=DATA_IMPORTERS,
    identity=("external_id", "name"),
    known=known(Account),
    write=bulk.import_accounts,
    remove=bulk.remove_imported,
    label_of_rows="crm.account",
    judge=judge,
    fields=(
        ImportField(
            "external_id",
            _("External id"),
            Text(64),
            aliases=also(
                "Account ID · Id · Record ID · Organization - ID · Company ID · External ID · 客户编号 · 客戶編號 · 统一编号"
            ),
            example="A-1001",
        ),
        ImportField(
            "name",
            _("Account name"),
            Text(160),
            required=True,
            aliases=also(
                "account · Name · Company name · Company · Organization - Name · "
                "Account · 客户名称 · 公司名称 · 公司名稱 · 客戶"
            ),
            example="Cancity",
        ),
        ImportField(
            "industry",
            pgettext_lazy("field", "Industry"),
            Text(60, INDUSTRIES),
            aliases=also("sector · Industry · 行业 · 產業 · 產業別 · 行業 · 一级行业"),
            example="retail",
        ),
        ImportField(
            "tier",
            pgettext_lazy("account", "Tier"),
            Choice({"A": ("A级", "A級", "Tier 1"), "B": ("B级", "B級", "Tier 2"), "C": ("C级", "C級", "Tier 3")}),
            aliases=also("Rating · Account Tier · 客户级别 · 客戶等級 · 级别"),
            example="A",
        ),
        ImportField(
            "employees",
            _("Number of employees"),
            Whole(),
            aliases=also(
                "employees · NumberOfEmployees · Number of Employees · No. of Employees · 员工人数 · 員工人數 · 人数 · 人员规模"
            ),
            example="2822",
        ),
        ImportField(
            "revenue",
            _("Annual revenue"),
            Number(),
            aliases=also("revenue · AnnualRevenue · Annual Revenue · 年收入 · 年營收 · 营业额 · 營業額"),
            example="1100000",
        ),
        ImportField(
            "currency",
            pgettext_lazy("account", "Currency"),
            CurrencyReader(),
            aliases=also("Currency · CurrencyIsoCode · 币种 · 幣別"),
            example="USD",
        ),
        ImportField(
            "founded_year",
            _("Founded in"),
            Whole(1000, 2199),
            aliases=also("year_established · Year Founded · YearStarted · 成立年份 · 成立年 · 成立时间"),
            example="1996",
        ),
        ImportField(
            "country",
            _("Country or region"),
            CountryReader(),
            aliases=also(
                "office_location · Country · Billing Country · Country/Region · BillingCountry · 国家 · 國家 · 地区"
            ),
            example="Kenya",
        ),
        ImportField(
            "website",
            pgettext_lazy("field", "Website"),
            Web(),
            aliases=also("Website · Company domain name · URL · 网址 · 網址 · 官网"),
            example="https://cancity.example",
        ),
        ImportField(
            "phone",
            pgettext_lazy("field", "Phone"),
            Text(40),
            aliases=also("Phone · Phone Number · Main Phone · 电话 · 電話 · 联系电话"),
            example="+1 555 0100",
        ),
        ImportField(
            "address",
            pgettext_lazy("field", "Address"),
            Text(240),
            aliases=also(
                "Street · Billing Street · Organization - Address · Street Address · 地址 · 详细地址 · 詳細地址"
            ),
            example="1 Main Street",
        ),
        ImportField(
            "note",
            pgettext_lazy("field", "Note"),
            Text(20_000),
            aliases=also("Notes · Description · 备注 · 備註"),
            example="",
        ),
        ImportField(
            "parent",
            _("Subsidiary of"),
            Text(160),
            aliases=also("subsidiary_of · Parent Account · Parent Company · 上级客户 · 母公司"),
            example="Acme Corporation",
        ),
        ImportField(
            "owner",
            pgettext_lazy("account", "Owner"),
            EMPLOYEE,
            aliases=also(
                "Account Owner · Organization - Owner · Company owner · Salesperson · 负责人 · 負責人 · 客户经理 · 業務"
            ),
            example="Moses Frase",
        ),
    ),
)
