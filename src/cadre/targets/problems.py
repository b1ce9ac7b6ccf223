"""What the room of targets refuses, and what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

OWN_TARGET = ProblemKind(
    "targets.own_target", _("Nobody sets or approves his own target. Ask your manager to do it."), 403
)
SECOND_NEEDED = ProblemKind(
    "targets.second_needed", _("You handed this version in, so somebody else approves it: %(names)s."), 403
)
NOT_YOURS = ProblemKind(
    "targets.not_yours", _("%(subject)s is not among your people, so you cannot set this target."), 403
)
NOT_DRAFT = ProblemKind(
    "targets.not_draft",
    _("This version is no longer a draft. Start a new version, or change the target from a day on."),
)
NOT_SUBMITTED = ProblemKind(
    "targets.not_submitted", _("Only a version that was submitted can be approved or sent back.")
)
NOTHING_TO_SUBMIT = ProblemKind(
    "targets.nothing_to_submit", _("This version has no targets yet. Fill in at least one cell.")
)
NOT_IN_FORCE = ProblemKind(
    "targets.not_in_force", _("This target is not in force, so it cannot be acknowledged or changed.")
)
CELL_MOVED = ProblemKind(
    "targets.cell_moved",
    _(
        "Cell %(cell)s was changed after you opened the page. Reload to see its value now, or save again to put in yours."
    ),
)
REASON_NEEDED = ProblemKind("targets.reason_needed", _("Say why; the reason stays with the target."), 422)
NO_PERIOD = ProblemKind(
    "targets.no_period",
    _("The calendar has no period “%(period)s”. Choose one it has, or extend it under Settings, Company."),
    422,
)
CONTRADICTION = ProblemKind(
    "targets.contradiction",
    _(
        "%(subject)s has a target for %(other)s already, which contradicts one for %(period)s. Keep to one length of period."
    ),
)
NO_TEAM = ProblemKind(
    "targets.no_team", _("Cell %(cell)s: %(person)s belongs to no team. Place the person in a team first."), 422
)
NO_WEIGHTS = ProblemKind(
    "targets.no_weights", _("There is nothing to divide by: every weight is zero. Choose another way to divide."), 422
)
NOT_A_NUMBER = ProblemKind(
    "targets.not_a_number", _("Cell %(cell)s: “%(text)s” is not a number. Write figures like 26,768 or 85%%."), 422
)
NO_RATE = ProblemKind(
    "targets.no_rate",
    _("Cell %(cell)s: “%(text)s” is a per cent, and this metric is not a rate. Write figures like 26,768."),
    422,
)
NEGATIVE = ProblemKind("targets.negative", _("Cell %(cell)s: a target cannot be negative (%(text)s)."), 422)
TOO_LARGE = ProblemKind("targets.too_large", _("Cell %(cell)s: %(text)s is too large."), 422)
UNKNOWN_ROW = ProblemKind(
    "targets.unknown_row", _("Row %(row)s: there is no person or team “%(name)s” in this plan."), 422
)
OUT_OF_GRID = ProblemKind("targets.out_of_grid", _("Cell %(cell)s lies outside the plan."), 422)
LOCKED_TOO_MUCH = ProblemKind(
    "targets.locked_too_much",
    _("The fixed targets add up to %(fixed)s, more than the %(total)s to divide. Lower them, or raise the total."),
    422,
)
OUTSIDE_PERIOD = ProblemKind("targets.outside_period", _("The day must lie within %(period)s."), 422)
NO_ANSWER_NEEDED = ProblemKind("targets.no_answer_needed", _("Nobody has questioned this target."))
UNKNOWN_TARGET = ProblemKind("targets.unknown_subject", _("There is no such person or team in this plan."), 422)
NO_SUCH_SLICE = ProblemKind(
    "targets.no_such_slice",
    _("There is no “%(slice)s” to give targets for. Choose a product, segment or territory."),
    422,
)
SLICE_DOES_NOT_FIT = ProblemKind(
    "targets.slice_does_not_fit",
    _("%(metric)s is not counted by %(dimension)s. Choose another metric, or everything."),
    422,
)
NOBODY_OWNS = ProblemKind(
    "targets.nobody_owns", _("Nobody owns this territory in %(period)s. Give it an owner first."), 422
)
METRIC_IN_USE = ProblemKind(
    "targets.metric_in_use", _("“%(metric)s” cannot be retired: %(place)s still uses it (%(url)s). Change that first.")
)
METRIC_RETIRED = ProblemKind(
    "targets.metric_retired", _("“%(metric)s” is retired. Choose another metric, or bring it back."), 422
)
ALREADY_RETIRED = ProblemKind("targets.already_retired", _("“%(metric)s” is retired already."))
NOT_RETIRED = ProblemKind("targets.not_retired", _("“%(metric)s” is not retired."))
