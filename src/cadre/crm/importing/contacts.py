from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.crm.importing.references import ACCOUNT, known
from cadre.crm.models import Contact
from cadre.crm.services import bulk
from cadre.imports.kinds import ImportField, ImportKind, also
from cadre.imports.policies import DATA_IMPORTERS
from cadre.imports.readers import Choice, Mail, Text

# The labels of the model in every language are added by the reader's own words: what people write, first the English one
BUYING_ROLES = {
    "decider": ("Decision maker", "Economic buyer", "決策者", "决策者", "决策人"),
    "influencer": ("Influencer", "影響者", "影响者"),
    "champion": ("Champion", "支持者", "內部支持者", "内部支持者", "教练"),
    "user": ("User", "End user", "使用者", "使用人"),
    "buyer": ("Buyer", "Purchasing", "採購", "采购"),
    "gatekeeper": ("Gatekeeper", "守門人", "守门人", "把关者"),
    "opponent": ("Opponent", "Blocker", "反對者", "反对者"),
}

CONTACTS = ImportKind(
    key="contacts",
    label=pgettext_lazy("import", "Contacts"),
    icon="users",
    url_name="crm:contact-list",
    position=4,
    roles=DATA_IMPORTERS,
    identity=("external_id", "email"),
    known=known(Contact),
    write=bulk.import_contacts,
    remove=bulk.remove_imported,
    label_of_rows="crm.contact",
    fields=(
        ImportField(
            "external_id",
            _("External id"),
            Text(64),
            aliases=also("Contact ID · Record ID · Id · Person - ID · External ID · 联系人编号 · 聯絡人編號"),
            example="C-2001",
        ),
        ImportField(
            "name",
            pgettext_lazy("contact", "Name"),
            Text(120),
            required=True,
            aliases=also(
                "Full Name · Contact Name · Contact · Person - Name · Last Name · 姓名 · 联系人 · 聯絡人 · 联系人姓名"
            ),
            example="Priya Example",
        ),
        ImportField(
            "account",
            pgettext_lazy("contact", "Account"),
            ACCOUNT,
            required=True,
            aliases=also(
                "Account Name · Company / Account · Company · Company Name · "
                "Associated Company · Organization - Name · 客户名称 · 客戶名稱 · 公司"
            ),
            example="Cancity",
        ),
        ImportField(
            "title",
            _("Job title"),
            Text(80),
            aliases=also("Title · Job Position · Job Title · 职位 · 职务 · 職稱"),
            example="CIO",
        ),
        ImportField(
            "buying_role",
            _("Buying role"),
            Choice(BUYING_ROLES),
            aliases=also("Role · Contact Role · 角色 · 决策角色"),
            example="Decision maker",
        ),
        ImportField(
            "email",
            pgettext_lazy("contact", "E-mail"),
            Mail(),
            aliases=also("Email · E-mail · Email Address · Person - Email · 邮箱 · 電子郵件 · 电子邮件"),
            example="priya@cancity.example",
        ),
        ImportField(
            "phone",
            pgettext_lazy("field", "Phone"),
            Text(40),
            aliases=also("Phone · Mobile · Phone Number · Person - Phone · 电话 · 手机 · 電話 · 手機"),
            example="+1 555 0101",
        ),
        ImportField(
            "note",
            pgettext_lazy("field", "Note"),
            Text(20_000),
            aliases=also("Notes · Description · 备注 · 備註"),
            example="",
        ),
    ),
)
