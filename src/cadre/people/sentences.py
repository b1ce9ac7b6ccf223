"""What the verbs of the organisation say in the history."""

from django.utils.translation import gettext_lazy as _

from cadre.ui.history import register_sentences


def register() -> None:
    """Called once at start-up."""
    register_sentences(
        {
            ("people.employee.join", "people.employee"): _("%(who)s took in %(title)s"),
            ("people.employee.join", "people.assignment"): _("%(who)s put %(employee)s into team %(team)s"),
            ("people.employee.move", "people.assignment"): _(
                "%(who)s moves %(employee)s to %(team)s from %(valid_from)s"
            ),
            ("people.employee.leave", "people.employee"): _("%(who)s entered that %(title)s leaves on %(left_on)s"),
            ("people.employee.withdraw_departure", "people.employee"): _("%(who)s withdrew the departure of %(title)s"),
            ("people.employee.rehire", "people.employee"): _("%(who)s took %(title)s back"),
            ("people.team.create", "people.team"): _("%(who)s made the team %(title)s"),
            ("people.team.lead", "people.teamlead"): _("%(who)s appointed the lead %(title)s"),
            ("people.territory.assign", "people.territoryowner"): _("%(who)s gave the territory %(title)s"),
            ("people.office.close", "people.office"): _("%(who)s closes the office %(title)s from %(closed_on)s"),
            ("people.position.retire", "people.position"): _("%(who)s retired the position %(title)s"),
            ("people.sign_in.grant", "kernel.user"): _("%(who)s changed the roles of %(title)s to %(roles)s"),
            ("people.sign_in.deactivate", "kernel.user"): _("%(who)s ended the access of %(title)s"),
            ("people.sign_in.reactivate", "kernel.user"): _("%(who)s gave %(title)s access again"),
            ("people.sign_in.reset", "kernel.user"): _("%(who)s reset the password of %(title)s"),
        }
    )
