"""What the verbs of selling say in the history."""

from django.utils.translation import gettext_lazy as _

from cadre.ui.history import ANY_VERB, register_sentences

_DEAL = "crm.opportunity"


def register() -> None:
    """Called once at start-up."""
    register_sentences(
        {
            ("crm.opportunity.create", _DEAL): _("%(who)s opened “%(title)s” in %(stage)s"),
            ("crm.opportunity.move", _DEAL): _("%(who)s moved “%(title)s” to %(stage)s"),
            ("crm.opportunity.move_many", _DEAL): _("%(who)s moved “%(title)s” to %(stage)s"),
            ("crm.opportunity.win", _DEAL): _("%(who)s won “%(title)s”"),
            ("crm.opportunity.lose", _DEAL): _("%(who)s lost “%(title)s”: %(loss_reason)s"),
            ("crm.opportunity.reopen", _DEAL): _("%(who)s reopened “%(title)s” in %(stage)s"),
            ("crm.opportunity.reassign", _DEAL): _("%(who)s gave “%(title)s” to %(owner)s"),
            ("crm.opportunity.reschedule", _DEAL): _("%(who)s expects “%(title)s” to close on %(expected_close_on)s"),
            (ANY_VERB, "crm.stagechange"): _("%(who)s brought “%(opportunity)s” to %(to_stage)s"),
            (ANY_VERB, "crm.criterioncheck"): _("%(who)s met “%(criterion)s” of “%(opportunity)s”"),
            ("crm.activity.record", "crm.activity"): _("%(who)s recorded “%(title)s”"),
            ("crm.activity.change", "crm.activity"): _("%(who)s changed the activity “%(title)s”"),
            ("crm.activity.complete", "crm.activity"): _("%(who)s completed “%(title)s”"),
        }
    )
