"""What a dashboard or a rule can be refused for, each with what to do about it."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

BAD_PERIOD = ProblemKind(
    "cockpit.bad_period", _("“%(text)s” is not a period. Choose one from the list, or give two dates."), 422
)
NEEDS_TIME = ProblemKind(
    "cockpit.needs_time", _("A line runs over time. Break it down first by day, week, month, quarter or year."), 422
)
NEEDS_BREAKDOWNS = ProblemKind(
    "cockpit.needs_breakdowns",
    _("This kind of tile needs %(count)s breakdowns; it has %(has)s."),
    422,
)
ONE_NUMBER = ProblemKind("cockpit.one_number", _("This kind of tile shows one number. Leave the others out."), 422)
ONE_UNIT = ProblemKind(
    "cockpit.one_unit", _("Numbers of different units cannot share one axis. Choose a table, or figures."), 422
)
ADDS_UP = ProblemKind(
    "cockpit.adds_up",
    _("Only what adds up can be stacked: amounts and counts. Choose lines or a table for a rate or an average."),
    422,
)
NEEDS_STAGES = ProblemKind("cockpit.needs_stages", _("A funnel is broken down by stage."), 422)
NOT_TO_PUBLISH = ProblemKind(
    "cockpit.not_to_publish", _("Only a leader may publish a ranking; it shows the figures of colleagues."), 403
)
TOO_MANY_TILES = ProblemKind(
    "cockpit.too_many_tiles", _("A dashboard has at most %(most)s tiles. Remove one first, or make a second dashboard.")
)
SHIPPED = ProblemKind("cockpit.shipped", _("This dashboard came with the product and cannot be removed."))
BAD_LIMIT = ProblemKind("cockpit.bad_limit", _("Give a number above zero."), 422)
NEEDS_METRIC = ProblemKind("cockpit.needs_metric", _("Choose the number that is watched."), 422)
NOT_A_RATE = ProblemKind("cockpit.not_a_rate", _("Only a rate can drop against its own history. Choose one."), 422)
NOBODYS_DEAL = ProblemKind(
    "cockpit.nobodys_deal", _("A company number has no owner. Tell yourself or a role instead."), 422
)
RUNNING_ONLY = ProblemKind(
    "cockpit.running_only", _("A pace is that of the running month, quarter or year. Choose one of them."), 422
)
