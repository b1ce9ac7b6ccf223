from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.importing.judging import judge
from cadre.crm.importing.money import CurrencyReader
from cadre.crm.importing.references import ACCOUNT, EMPLOYEE, LOSS_REASON, PRODUCT, STAGE, known
from cadre.crm.models import Opportunity
from cadre.crm.models.stage import SHIPPED
from cadre.crm.rules.history import OPEN_STAGES, entered
from cadre.crm.services.bulk import remove_imported
from cadre.crm.services.bulk_deals import import_opportunities, take_steps_back
from cadre.imports.kinds import ImportField, ImportKind, also
from cadre.imports.policies import DATA_IMPORTERS
from cadre.imports.readers import Choice, Day, Number, Text

# What people write for the choices of the model, the English word first
FORECASTS = {
    "commit": ("Commit", "承諾", "承诺"),
    "best_case": ("Best case", "Upside", "樂觀", "乐观"),
    "pipeline": ("Pipeline", "管道", "漏斗"),
    "omitted": ("Omitted", "不計入", "不计入"),
}


def _entered(key: str) -> ImportField:
    """The day on which a deal came into a stage, as other systems export it; with these its history is whole."""
    label = lazy(lambda: _("Came into “%(stage)s” on") % {"stage": SHIPPED[key]}, str)()
    return ImportField(entered(key), label, Day(), aliases=(f"Date entered {key}", f"date_entered_{key}"))


OPPORTUNITIES = ImportKind(
    key="opportunities",
    label=pgettext_lazy("import", "Opportunities"),
    icon="target-arrow",
    url_name="crm:opportunity-list",
    position=5,
    roles=DATA_IMPORTERS,
    identity=("external_id",),
    known=known(Opportunity),
    write=import_opportunities,
    remove=remove_imported,
    label_of_rows="crm.opportunity",
    restored=take_steps_back,
    judge=judge,
    fields=(
        ImportField(
            "external_id",
            _("External id"),
            Text(64),
            required=True,
            aliases=also(
                "opportunity_id · Opportunity ID · Record ID · Deal - ID · Id · External ID · 商机编号 · 商機編號 · 编号"
            ),
            example="1C1I7A6R",
        ),
        ImportField(
            "owner",
            pgettext_lazy("opportunity", "Owner"),
            EMPLOYEE,
            required=True,
            new_only=True,
            aliases=also(
                "sales_agent · Owner Name · Opportunity Owner · Deal Owner · Deal - Owner · "
                "Salesperson · Sales rep · 负责人 · 負責人 · 業務 · 销售"
            ),
            example="Moses Frase",
        ),
        ImportField(
            "product",
            pgettext_lazy("opportunity", "Product"),
            PRODUCT,
            required=True,
            new_only=True,
            aliases=also(
                "Product Name · Product · 产品 · 產品 · 产品名称 · 產品名稱 · 品名 · 商品 · 商品名稱 · 商品名称"
            ),
            example="GTX Pro",
        ),
        ImportField(
            "account",
            pgettext_lazy("opportunity", "Account"),
            ACCOUNT,
            says_when_empty=True,
            aliases=also(
                "Account Name · Associated Company · Organization - Name · Company Name · "
                "Customer · 客户名称 · 客戶名稱 · 客户 · 客戶"
            ),
            example="Cancity",
        ),
        ImportField(
            "stage",
            pgettext_lazy("opportunity", "Stage"),
            STAGE,
            required=True,
            new_only=True,
            aliases=also("deal_stage · Stage · StageName · Deal Stage · Deal - Stage · 商机阶段 · 商機階段 · 销售阶段"),
            example="Won",
        ),
        ImportField(
            "engaged_on",
            _("Engaged on"),
            Day(),
            aliases=also(
                "engage_date · Created Date · Create Date · Deal - Deal created · Created on · 创建时间 · 建立日期 · 開始日期"
            ),
            example="2026-01-20",
        ),
        ImportField(
            "closed_on",
            _("Closed on"),
            Day(),
            aliases=also("close_date · Close Date · CloseDate · Deal - Won time · 结单日期 · 成交日期 · 結案日期"),
            example="2026-03-01",
        ),
        ImportField(
            "amount",
            pgettext_lazy("opportunity", "Amount"),
            Number(),
            aliases=also(
                "close_value · Amount · Deal - Value · Expected Revenue · 商机金额 · 商機金額 · 预计金额 · 金额 · 金額"
            ),
            example="4821",
        ),
        ImportField(
            "currency",
            pgettext_lazy("opportunity", "Currency"),
            CurrencyReader(),
            aliases=also("Currency · CurrencyIsoCode · Deal - Currency · 币种 · 幣別"),
            example="USD",
        ),
        ImportField(
            "expected_close_on",
            _("Expected close"),
            Day(),
            aliases=also(
                "Deal - Expected close date · Expected Closing · Expected Close Date · 预计成交日期 · 預計成交日期 · 预计结单日期"
            ),
            example="2026-06-30",
        ),
        ImportField(
            "forecast",
            _("Forecast category"),
            Choice(FORECASTS),
            aliases=also("Forecast Category · ForecastCategoryName · Forecast · 預測類別 · 预测类别"),
            example="Commit",
        ),
        ImportField(
            "next_step",
            _("Next step"),
            Text(200),
            aliases=also("NextStep · Next Step · Next Activity · 下一步 · 下次跟进"),
        ),
        ImportField(
            "next_step_on",
            _("Next step on"),
            Day(),
            aliases=also("Next Activity Date · Next activity deadline · 下次联系时间 · 下次聯絡時間 · 下一步日期"),
        ),
        ImportField(
            "loss_reason",
            _("Reason for the loss"),
            LOSS_REASON,
            aliases=also("Lost Reason · Closed Lost Reason · Loss Reason · Deal - Lost reason · 输单原因 · 輸單原因"),
            example="Price",
        ),
        ImportField(
            "competitors",
            pgettext_lazy("field", "Competitors"),
            Text(200),
            aliases=also("MainCompetitors · Competitor · 竞争对手 · 競爭對手"),
            example="",
        ),
        ImportField(
            "description",
            pgettext_lazy("field", "Description"),
            Text(20_000),
            aliases=also("Description · Notes · 备注 · 備註"),
            example="",
        ),
        *(_entered(key) for key in OPEN_STAGES),
    ),
)
