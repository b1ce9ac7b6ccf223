"""What people are told about imports they left running."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.notices import NoticeKind, register

DONE = register(
    NoticeKind(
        "imports.done",
        _("Your import is finished"),
        _("%(file)s is imported: %(made)s new, %(changed)s changed."),
    )
)
REFUSED = register(
    NoticeKind("imports.refused", _("Your import was refused"), _("Nothing of %(file)s was imported. See why."))
)
