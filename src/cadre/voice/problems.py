"""What this room refuses, with what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

UNKNOWN_CHOICE = ProblemKind(
    "voice.unknown_choice", _("This choice does not exist, or is not yours to use. Choose one from the list."), 422
)
OTHER_ACCOUNT = ProblemKind(
    "voice.rating.other_account",
    _("This belongs to another account than the rating. Choose one of the same account."),
    422,
)
OFF_SCALE = ProblemKind("voice.rating.off_scale", _("The score is a whole number from 1 to 5."), 422)
AHEAD = ProblemKind(
    "voice.rating.ahead", _("A rating cannot lie ahead. Give the day on which the customer gave it."), 422
)
NOBODY_SERVES = ProblemKind(
    "voice.rating.nobody_serves",
    _(
        "Nobody looks after this account yet. Name the activity or the opportunity that was rated, or give the account an owner."
    ),
    422,
)
