"""Sharing a dashboard, making it one's home, getting it by mail."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from cadre.cockpit import queries, services
from cadre.cockpit.forms import MailForm, ShareForm
from cadre.cockpit.views.answers import actor_of
from cadre.people import queries as people
from cadre.ui.drawers import Done, Drawer, answer, succeeded
from cadre.ui.forms import Form

FORM = ["GET", "POST"]


@login_required
@require_http_methods(FORM)
def dashboard_share(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = queries.dashboard_to_change(actor, dashboard_id)
    teams = [(str(team.pk), str(team)) for team in people.teams(actor)]

    def save(form: Form) -> Done:
        data = form.cleaned_data
        teams = [int(key) for key in data["teams"]]
        services.share_dashboard(actor=actor, dashboard_id=dashboard_id, roles=data["roles"], teams=teams)
        return Done(_("Shared. Everybody sees it over his own rows."))

    shares = list(found.shares.all())
    initial = {
        "roles": [share.role for share in shares if share.role],
        "teams": [str(share.team_id) for share in shares if share.team_id],
    }
    drawer = Drawer(_("Share the dashboard"), pgettext("button", "Share"))
    return answer(request, drawer, lambda **given: ShareForm(teams=teams, **given), save, initial=initial)


@login_required
@require_POST
def dashboard_home(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    """Make it the home page, or with ?home=no go back to the page of one's role: a second click does the same again."""
    leaves = request.GET.get("home") == "no"
    choose = services.leave_home if leaves else services.set_home
    choose(actor=actor_of(request), dashboard_id=dashboard_id)
    text = _("Your home is the page of your role again.") if leaves else _("This is your home page now.")
    return succeeded(request, Done(text, url=reverse("cockpit:dashboard-page", args=[dashboard_id])))


@login_required
@require_http_methods(FORM)
def dashboard_mail(request: HttpRequest, dashboard_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = queries.dashboard_by_id(actor, dashboard_id)
    now = queries.subscription_of(actor, found)

    def save(form: Form) -> Done:
        services.subscribe(actor=actor, dashboard_id=dashboard_id, rhythm=form.cleaned_data["rhythm"])
        return Done(pgettext("done", "Saved."))

    drawer = Drawer(_("Send it to me by mail"), pgettext("button", "Save"))
    return answer(request, drawer, MailForm, save, initial={"rhythm": now.rhythm if now else ""})
