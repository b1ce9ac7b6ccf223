"""Addresses of the cockpit."""

from django.urls import path

from cadre.cockpit.views import alerts, composing, dashboards, exports, sharing

app_name = "cockpit"
urlpatterns = [
    path("dashboards/", dashboards.dashboard_list, name="dashboard-list"),
    path("dashboards/new/", dashboards.dashboard_create, name="dashboard-create"),
    path("dashboards/<int:dashboard_id>/", dashboards.dashboard_page, name="dashboard-page"),
    path("dashboards/<int:dashboard_id>/tiles/", dashboards.dashboard_tiles, name="dashboard-tiles"),
    path("dashboards/<int:dashboard_id>/edit/", dashboards.dashboard_edit, name="dashboard-edit"),
    path("dashboards/<int:dashboard_id>/copy/", dashboards.dashboard_copy, name="dashboard-copy"),
    path("dashboards/<int:dashboard_id>/remove/", dashboards.dashboard_remove, name="dashboard-remove"),
    path("dashboards/<int:dashboard_id>/keep/", dashboards.dashboard_keep, name="dashboard-keep"),
    path("dashboards/<int:dashboard_id>/share/", sharing.dashboard_share, name="dashboard-share"),
    path("dashboards/<int:dashboard_id>/home/", sharing.dashboard_home, name="dashboard-home"),
    path("dashboards/<int:dashboard_id>/mail/", sharing.dashboard_mail, name="dashboard-mail"),
    path("dashboards/<int:dashboard_id>/export/", exports.dashboard_export, name="dashboard-export"),
    path("dashboards/<int:dashboard_id>/arrange/", composing.tile_arrange, name="tile-arrange"),
    path("dashboards/<int:dashboard_id>/tiles/new/", composing.tile_create, name="tile-create"),
    path("dashboards/tiles/preview/", composing.tile_preview, name="tile-preview"),
    path("dashboards/tiles/<int:tile_id>/edit/", composing.tile_edit, name="tile-edit"),
    path("dashboards/tiles/<int:tile_id>/remove/", composing.tile_remove, name="tile-remove"),
    path("dashboards/tiles/<int:tile_id>/resize/", composing.tile_resize, name="tile-resize"),
    path("alerts/", alerts.alert_list, name="alert-list"),
    path("alerts/<int:alert_id>/mute/", alerts.alert_mute, name="alert-mute"),
    path("alerts/<int:alert_id>/unmute/", alerts.alert_unmute, name="alert-unmute"),
    path("alerts/mute/", alerts.alert_mute_many, name="alert-mute-many"),
    path("alerts/unmute/", alerts.alert_unmute_many, name="alert-unmute-many"),
    path("alerts/rules/", alerts.rule_list, name="rule-list"),
    path("alerts/rules/new/", alerts.rule_create, name="rule-create"),
    path("alerts/rules/<int:rule_id>/edit/", alerts.rule_edit, name="rule-edit"),
    path("alerts/rules/<int:rule_id>/remove/", alerts.rule_remove, name="rule-remove"),
]
