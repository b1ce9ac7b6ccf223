"""Addresses of the room imports."""

from django.urls import path

from cadre.imports.views import checking, runs, starting

app_name = "imports"
urlpatterns = [
    path("", runs.import_list, name="import-list"),
    path("new/<slug:kind>/", starting.import_start, name="import-start"),
    path("new/<slug:kind>/template.csv", starting.template_download, name="template-download"),
    path("<int:run_id>/", runs.import_record, name="import-record"),
    path("<int:run_id>/map/", starting.import_map, name="import-map"),
    path("<int:run_id>/read-as/", starting.import_read_as, name="import-read-as"),
    path("<int:run_id>/check/", checking.import_check, name="import-check"),
    path("<int:run_id>/fix/", checking.import_fix, name="import-fix"),
    path("<int:run_id>/faulty-rows.csv", checking.faulty_download, name="faulty-download"),
    path("<int:run_id>/run/", runs.import_run, name="import-run"),
    path("<int:run_id>/progress/", runs.import_progress, name="import-progress"),
    path("<int:run_id>/undo/", runs.import_undo, name="import-undo"),
    path("<int:run_id>/discard/", runs.import_discard, name="import-discard"),
]
