"""Users and roles; and the page on which somebody chooses his password by a link."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cadre.kernel.access import SYSTEM, Role
from cadre.kernel.problems import NOT_FOUND, Problems
from cadre.kernel.verbs import may
from cadre.people import queries, services
from cadre.people.forms.company import NewSignInForm, PasswordForm, RolesForm
from cadre.people.lists import SignInList
from cadre.ui.doors import door, given
from cadre.ui.drawers import Done, Drawer, answer, refused, succeeded


@door()
def sign_in_list(request: HttpRequest) -> HttpResponseBase:
    return SignInList(request).response()


@door()
def sign_in_record(request: HttpRequest, user_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    user = _user(actor, user_id)
    context = {
        "user_": user,
        "roles": [Role(role).label for role in user.roles],
        "may_change": may(actor, "people.sign_in.grant"),
        "is_self": user.pk == actor.user_id,
        "link": _link(request, actor, user),
    }
    return render(request, "people/sign_in_record.html", context)


@door("GET", "POST", verb="people.sign_in.create")
def sign_in_create(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]

    def save(form: Any) -> Done:
        user = services.create_sign_in(actor=actor, **given(form))
        return Done(_("The sign-in is made. Pass the link on."), url=_page(user.pk))

    drawer = Drawer(_("New sign-in"), pgettext("button", "Create"), draft="sign-in-new")
    return answer(request, drawer, lambda **kwargs: NewSignInForm(actor=actor, **kwargs), save)


@door("GET", "POST", verb="people.sign_in.grant")
def sign_in_roles(request: HttpRequest, user_id: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    user = _user(actor, user_id)

    def save(form: Any) -> Done:
        services.grant_roles(actor=actor, user_id=user_id, roles=form.cleaned_data["roles"])
        return Done(_("Saved."), url=_page(user_id))

    drawer = Drawer(_("Roles of %(name)s") % {"name": user.name}, pgettext("button", "Save"))
    return answer(request, drawer, RolesForm, save, initial={"roles": user.roles})


@door("POST", verb="people.sign_in.reset")
def sign_in_reset(request: HttpRequest, user_id: int) -> HttpResponse:
    return _at_once(request, services.reset_sign_in, user_id, _("The old password no longer works. Pass the link on."))


@door("POST", verb="people.sign_in.deactivate")
def sign_in_deactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    return _at_once(request, services.deactivate_sign_in, user_id, _("Access has ended."))


@door("POST", verb="people.sign_in.reactivate")
def sign_in_reactivate(request: HttpRequest, user_id: int) -> HttpResponse:
    return _at_once(request, services.reactivate_sign_in, user_id, _("Access is back."))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_choose(request: HttpRequest, user_id: int, token: str) -> HttpResponse:
    """For somebody who is not signed in yet: the link is the permission."""
    form = PasswordForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_password(actor=SYSTEM, user_id=user_id, token=token, password=form.cleaned_data["password"])
        except Problems as problems:
            if problems.status == NOT_FOUND.status:
                return render(request, "people/password_choose.html", {"spent": True}, status=404)
            for problem in problems.problems:
                form.add_error("password", problem.message)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return HttpResponseRedirect(resolve_url("web:sign-in"))
    spent = not queries.password_link_holds(user_id, token)
    status = 404 if spent else 422 if form.errors else 200
    return render(request, "people/password_choose.html", {"form": form, "spent": spent}, status=status)


def _user(actor: Any, user_id: int) -> Any:
    user = queries.sign_ins(actor).filter(pk=user_id).first()
    if user is None:
        raise NOT_FOUND()
    return user


def _link(request: HttpRequest, actor: Any, user: Any) -> str:
    """The link by which the user chooses a password: shown while he has none, to those who could have made his sign-in."""
    token = queries.password_token(actor, user)
    return request.build_absolute_uri(reverse("people:password-choose", args=[user.pk, token])) if token else ""


def _at_once(request: HttpRequest, act: Callable[..., Any], user_id: int, told: str) -> HttpResponse:
    try:
        act(actor=request.actor, user_id=user_id)  # type: ignore[attr-defined]
    except Problems as problems:
        return refused(request, problems)
    return succeeded(request, Done(told, url=_page(user_id)))


def _page(user_id: int) -> str:
    return reverse("people:sign-in-record", args=[user_id])
