"""What a question can be refused for, each with what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

UNKNOWN_METRIC = ProblemKind("metrics.unknown_metric", _("There is no metric “%(key)s”. %(hint)s"), 422)
UNKNOWN_DIMENSION = ProblemKind("metrics.unknown_dimension", _("There is no dimension “%(key)s”. %(hint)s"), 422)
DOES_NOT_FIT = ProblemKind(
    "metrics.dimension_does_not_fit",
    _("“%(metric)s” cannot be broken down by “%(dimension)s”. It can be by: %(fitting)s."),
    422,
)
ASKED_TWICE = ProblemKind("metrics.asked_twice", _("“%(key)s” is asked for twice. Leave one out."), 422)
NOTHING_ASKED = ProblemKind("metrics.nothing_asked", _("Name at least one metric."), 422)
NOTHING_TO_COMPARE = ProblemKind(
    "metrics.nothing_to_compare", _("A comparison needs a period. Give its first and last day."), 422
)
NOT_A_DATE = ProblemKind(
    "metrics.not_a_date", _("“%(value)s” is not a date. Give a day without a time, like 2026-03-31."), 422
)
EMPTY_PERIOD = ProblemKind(
    "metrics.empty_period", _("The period ends (%(last)s) before it begins (%(first)s). Swap the two dates."), 422
)
OUTSIDE_CALENDAR = ProblemKind(
    "metrics.outside_calendar",
    _("The company calendar does not cover %(first)s to %(last)s. Choose a period inside it, or extend the calendar."),
    422,
)
TOO_MANY_DATES = ProblemKind(
    "metrics.too_many_dates",
    _(
        "“%(metric)s” is measured at a date; this asks for %(count)s; the most is %(most)s. Choose longer steps or a shorter period."
    ),
    422,
)
TOO_MANY_VALUES = ProblemKind(
    "metrics.too_many_values",
    _("At most %(most)s values can be chosen for “%(key)s”. Break down by it instead of choosing."),
    422,
)
WRONG_VALUE = ProblemKind("metrics.wrong_value", _("“%(value)s” cannot be a value of “%(key)s”."), 422)
BAD_ORDER = ProblemKind(
    "metrics.bad_order",
    _(
        "Cannot sort by “%(key)s”. Sort by one of the metrics asked for, with a minus sign in front for the largest first."
    ),
    422,
)
UNKNOWN_USER = ProblemKind("metrics.unknown_user", _("No single user has the e-mail or name “%(name)s”. %(hint)s"), 422)
UNKNOWN_VALUE = ProblemKind("metrics.unknown_value", _("“%(key)s” has no value “%(name)s”. %(hint)s"), 422)
