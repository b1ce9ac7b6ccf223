"""What the sales process refuses, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

EXIT_OPEN = ProblemKind("crm.opportunity.exit_criteria_open", _("Not yet “%(stage)s”. Still missing: %(missing)s."))
ALREADY_CLOSED = ProblemKind(
    "crm.opportunity.already_closed", _("This opportunity is already closed. Reopen it first.")
)
NOT_CLOSED = ProblemKind("crm.opportunity.not_closed", _("This opportunity is still open."))
USE_WIN_OR_LOSE = ProblemKind(
    "crm.opportunity.use_win_or_lose",
    _("Close the opportunity with “Won” or “Lost”, so that date and reason are recorded."),
)
REASON_NEEDED = ProblemKind(
    "crm.opportunity.reason_needed", _("Choose why it was lost; the reasons show what to improve."), 422
)
REASON_NAME_NEEDED = ProblemKind(
    "crm.loss_reason.name_needed", _("Give the reason a name in at least one language."), 422
)
REASON_NAME_TAKEN = ProblemKind(
    "crm.loss_reason.name_taken", _("Another reason is called “%(name)s” already, in one of the languages."), 422
)
LAST_REASON = ProblemKind(
    "crm.loss_reason.last",
    _("It is the last that is offered, and no deal could be closed as lost. Offer another first."),
)
CLOSE_IN_FUTURE = ProblemKind(
    "crm.opportunity.close_in_future",
    _("The closing date lies in the future. Give the day on which the customer decided."),
    422,
)
NOT_SOLD = ProblemKind("crm.product.not_on_sale", _("“%(product)s” is no longer on sale. Choose another product."), 422)
UNKNOWN_CHOICE = ProblemKind(
    "crm.unknown_choice", _("This choice does not exist, or is not yours to use. Choose one from the list."), 422
)
OTHER_ACCOUNT = ProblemKind(
    "crm.activity.other_account", _("The contact belongs to another account than this activity."), 422
)
DEAL_OF_OTHER_ACCOUNT = ProblemKind(
    "crm.activity.deal_of_other_account", _("The opportunity belongs to another account than this activity."), 422
)
DONE_AHEAD = ProblemKind(
    "crm.activity.done_ahead", _("This is done already, so it cannot lie ahead. Plan a new activity instead."), 422
)
CLOSE_LONG_PAST = ProblemKind(
    "crm.opportunity.expected_long_past",
    _(
        "%(day)s lies more than %(days)d days back. Give the day on which you expect the decision, or close the opportunity."
    ),
    422,
)
DAY_TOO_LONG_AGO = ProblemKind(
    "crm.opportunity.day_too_long_ago", _("%(day)s lies more than %(years)d years back. Check the year."), 422
)
DAY_TOO_FAR = ProblemKind(
    "crm.opportunity.day_too_far", _("%(day)s lies more than %(years)d years ahead. Check the year."), 422
)
CIRCLE = ProblemKind(
    "crm.account.circle", _("“%(account)s” belongs to this account already, so it cannot also stand above it."), 422
)
MERGE_WITH_ITSELF = ProblemKind(
    "crm.merge_with_itself", _("A record cannot be merged with itself. Choose two different ones."), 422
)
MERGE_TWO = ProblemKind("crm.merge_two", _("Choose exactly two rows; they become one."), 422)
CALL_OUT_OF_REACH = ProblemKind(
    "crm.forecast.call_out_of_reach",
    _("A manager gives a number for the people and teams below him, not for himself or for others."),
    403,
)
CALL_OF_SUPERIOR = ProblemKind(
    "crm.forecast.call_of_superior",
    _("%(name)s has given this number, and only he or somebody above him can change it. Talk to each other first."),
)
NO_CALL = ProblemKind("crm.forecast.no_call", _("There is no number of a manager here to take back."))
