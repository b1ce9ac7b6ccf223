"""What the verbs of this room say in the history."""

from django.utils.translation import gettext_lazy as _

from cadre.ui.history import register_sentences


def register() -> None:
    """Called once at start-up."""
    register_sentences(
        {
            ("voice.rating.record", "voice.rating"): _("%(who)s recorded a rating of %(account)s: %(title)s"),
            ("voice.rating.withdraw", "voice.rating"): _("%(who)s withdrew the rating %(title)s of %(account)s"),
        }
    )
