"""Addresses of the front door."""

from django.urls import path

from cadre.web.views import account, home, numbers, search, session, system

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-in/demo/", session.sign_in_demo, name="sign-in-demo"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("language/", session.set_language, name="set-language"),
    path("theme/", session.set_theme, name="set-theme"),
    path("search/", search.search, name="search"),
    path("numbers/<str:metric>/", numbers.number, name="number"),
    path("notifications/", account.notifications, name="notifications"),
    path("profile/", account.profile, name="profile"),
    path("undo/<uuid:act>/", system.undo, name="undo"),
    path("offline/", system.offline, name="offline"),
    path("healthz/", system.health, name="health"),
]
