"""Addresses of the room people."""

from django.urls import URLPattern, path

from cadre.people.views import audit, changes, chart, company, employees, ladder, leaves, sign_ins, teams, territories

app_name = "people"


def _ladder_part(part: str, folder: str, noun: str) -> list[URLPattern]:
    """What families, levels and positions have alike; a position has no place of its own beside its level."""
    steps = {"edit": ("change", ladder.part_change), "retire": ("retire", ladder.part_retire)}
    steps |= {"restore": ("restore", ladder.part_restore)}
    if part != "position":
        steps |= {"place": ("place", ladder.part_place)}
    return [
        path(f"{folder}/<int:part_id>/{word}/", view, {"part": part}, name=f"{noun}-{verb}")
        for word, (verb, view) in steps.items()
    ]


urlpatterns = [
    path("", chart.org_chart, name="org-chart"),
    path("employees/", employees.employee_list, name="employee-list"),
    path("employees/options/", employees.employee_options, name="employee-options"),
    path("employees/join/", changes.employee_join, name="employee-join"),
    path("employees/<int:employee_id>/", employees.employee_record, name="employee-record"),
    path("employees/<int:employee_id>/edit/", employees.employee_change, name="employee-change"),
    path("employees/<int:employee_id>/move/", changes.employee_move, name="employee-move"),
    path("employees/<int:employee_id>/leave/", changes.employee_leave, name="employee-leave"),
    path("employees/<int:employee_id>/stay/", changes.departure_withdraw, name="departure-withdraw"),
    path("employees/<int:employee_id>/return/", changes.employee_rehire, name="employee-rehire"),
    path("employees/<int:employee_id>/lines/", employees.dotted_line_draw, name="dotted-line-draw"),
    path("employees/<int:employee_id>/lines/<int:line_id>/end/", employees.dotted_line_end, name="dotted-line-end"),
    path("employees/<int:employee_id>/leave-days/", leaves.leave_enter, name="leave-enter"),
    path("leave-days/<int:leave_id>/", leaves.leave_change, name="leave-change"),
    path("leave-days/<int:leave_id>/withdraw/", leaves.leave_withdraw, name="leave-withdraw"),
    path("teams/", teams.team_list, name="team-list"),
    path("teams/new/", teams.team_create, name="team-create"),
    path("teams/<int:team_id>/", teams.team_record, name="team-record"),
    path("teams/<int:team_id>/edit/", teams.team_change, name="team-change"),
    path("teams/<int:team_id>/move/", teams.team_move, name="team-move"),
    path("teams/<int:team_id>/lead/", teams.team_lead, name="team-lead"),
    path("teams/<int:team_id>/lead/end/", teams.team_lead_end, name="team-lead-end"),
    path("teams/<int:team_id>/close/", teams.team_close, name="team-close"),
    path("territories/", territories.territory_list, name="territory-list"),
    path("territories/new/", territories.territory_create, name="territory-create"),
    path("territories/<int:territory_id>/", territories.territory_record, name="territory-record"),
    path("territories/<int:territory_id>/edit/", territories.territory_change, name="territory-change"),
    path("territories/<int:territory_id>/owner/", territories.territory_assign, name="territory-assign"),
    path("territories/<int:territory_id>/release/", territories.territory_release, name="territory-release"),
    path("territories/<int:territory_id>/remove/", territories.territory_remove, name="territory-remove"),
    path("positions/", ladder.position_list, name="position-list"),
    path("positions/new/", ladder.position_create, name="position-create"),
    path("positions/<int:position_id>/", ladder.position_record, name="position-record"),
    path("job-families/new/", ladder.job_family_create, name="job-family-create"),
    path("job-levels/new/", ladder.job_level_create, name="job-level-create"),
    *_ladder_part("position", "positions", "position"),
    *_ladder_part("family", "job-families", "job-family"),
    *_ladder_part("level", "job-levels", "job-level"),
    path("company/", company.company, name="company"),
    path("company/edit/", company.company_change, name="company-change"),
    path("company/offices/new/", company.office_create, name="office-create"),
    path("company/offices/<int:office_id>/", company.office_rename, name="office-rename"),
    path("company/offices/<int:office_id>/close/", company.office_close, name="office-close"),
    path("company/offices/<int:office_id>/reopen/", company.office_reopen, name="office-reopen"),
    path("company/offices/<int:office_id>/remove/", company.office_remove, name="office-remove"),
    path("company/holidays/new/", company.holiday_add, name="holiday-add"),
    path("company/holidays/<int:holiday_id>/remove/", company.holiday_remove, name="holiday-remove"),
    path("company/rates/new/", company.rate_set, name="rate-set"),
    path("users/", sign_ins.sign_in_list, name="sign-in-list"),
    path("users/new/", sign_ins.sign_in_create, name="sign-in-create"),
    path("users/<int:user_id>/", sign_ins.sign_in_record, name="sign-in-record"),
    path("users/<int:user_id>/roles/", sign_ins.sign_in_roles, name="sign-in-roles"),
    path("users/<int:user_id>/reset/", sign_ins.sign_in_reset, name="sign-in-reset"),
    path("users/<int:user_id>/off/", sign_ins.sign_in_deactivate, name="sign-in-deactivate"),
    path("users/<int:user_id>/on/", sign_ins.sign_in_reactivate, name="sign-in-reactivate"),
    path("password/<int:user_id>/<str:token>/", sign_ins.password_choose, name="password-choose"),
    path("audit/", audit.audit_list, name="audit-list"),
    path("audit/<int:entry_id>/", audit.audit_record, name="audit-record"),
]
