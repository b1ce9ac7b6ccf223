"""What the organisation refuses, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

CIRCLE = ProblemKind(
    "people.circle",
    _("%(team)s would hang below itself from %(day)s. Choose a team that is not among those below it."),
)
TEAM_CLOSED = ProblemKind(
    "people.team_closed",
    _("%(team)s does not exist on %(day)s. Choose another team or another date."),
)
TEAM_IN_USE = ProblemKind(
    "people.team_in_use",
    _("%(team)s still has %(people)s people and %(teams)s teams below it on or after %(day)s. Move them first."),
)
NAME_TAKEN = ProblemKind("people.name_taken", _("There is already a team named %(name)s there. Choose another name."))
NOT_EMPLOYED = ProblemKind(
    "people.not_employed",
    _("%(name)s does not belong to the company on %(day)s. Choose another person or another date."),
)
ALREADY_LEAVING = ProblemKind(
    "people.already_leaving", _("%(name)s already leaves on %(day)s. Withdraw that departure first.")
)
NOT_LEAVING = ProblemKind("people.not_leaving", _("%(name)s has no departure that could be withdrawn."))
TOO_EARLY = ProblemKind("people.too_early", _("The date must be on or after %(day)s."), 422)
LEFT_OVER = ProblemKind(
    "people.left_over",
    _("Somebody has to take over: %(parts)s. Choose a person for each."),
)
WRONG_RECEIVER = ProblemKind(
    "people.wrong_receiver", _("%(name)s cannot take this over. Choose somebody who belongs to the company on %(day)s.")
)
NO_ACCESS_TO_ROLE = ProblemKind(
    "people.role_not_yours", _("You may not give these roles: %(roles)s. Ask an administrator."), 403
)
LAST_ADMINISTRATOR = ProblemKind(
    "people.last_administrator",
    _("This is the last administrator who can sign in. Give somebody else the role first."),
)
YOURSELF = ProblemKind("people.yourself", _("You cannot do this to your own sign-in. Ask another administrator."))
HAS_SIGN_IN = ProblemKind("people.has_sign_in", _("%(name)s already has a sign-in."))
CURRENCY_IN_USE = ProblemKind(
    "people.currency_in_use",
    _(
        "The base currency cannot change any more: amounts are already kept in %(currency)s. Start a new company, or keep it."
    ),
)
RATE_OF_BASE = ProblemKind("people.rate_of_base", _("%(currency)s is the base currency; its rate is always 1."), 422)
OWNED = ProblemKind("people.territory_owned", _("%(name)s has had owners, so it stays. End its ownership instead."))
OWN_LEAVE = ProblemKind(
    "people.own_leave", _("Nobody enters or changes his own leave. Ask your manager or HR to do it."), 403
)
LEAVE_WITHOUT_END = ProblemKind(
    "people.leave_without_end", _("Annual leave has a last day. Fill it in, or choose another kind."), 422
)
NOT_YOUR_PERSON = ProblemKind(
    "people.not_your_person", _("%(name)s is not among your people. Ask the manager or HR to enter this leave."), 404
)
LADDER_IN_USE = ProblemKind(
    "people.ladder_in_use",
    _("%(name)s still has positions (%(positions)s). Retire them first, or put them elsewhere on the ladder."),
)
LADDER_NAME_TAKEN = ProblemKind(
    "people.ladder_name_taken", _("The ladder already has a part named %(name)s. Choose another name.")
)
LADDER_RETIRED = ProblemKind(
    "people.ladder_retired", _("%(name)s is retired since %(day)s. Choose another one, or offer it again first.")
)
OFFICE_IN_USE = ProblemKind(
    "people.office_in_use",
    _("Teams still sit at %(name)s on or after %(day)s: %(teams)s. Move them to another office first."),
)
OFFICE_CLOSED = ProblemKind(
    "people.office_closed", _("%(name)s is closed since %(day)s. Choose another office or another date.")
)
OFFICE_HAS_HISTORY = ProblemKind(
    "people.office_has_history",
    _("Teams sit or sat at %(name)s, so it stays in their history. Close it from a day on instead."),
)
LINE_DRAWN = ProblemKind(
    "people.line_drawn",
    _("%(name)s already reports to %(manager)s for a function on or after %(day)s. End that line first."),
)
LINE_TO_ONESELF = ProblemKind("people.line_to_oneself", _("Nobody reports to himself. Choose another person."), 422)
EMAIL_TAKEN = ProblemKind(
    "people.email_taken", _("%(name)s already has the e-mail %(email)s. Open that person, or enter another address.")
)
NO_LEAD = ProblemKind("people.no_lead", _("%(team)s has no lead on or after %(day)s. There is nothing to end."))
NO_OWNER = ProblemKind("people.no_owner", _("%(name)s has no owner on or after %(day)s. There is nothing to release."))
