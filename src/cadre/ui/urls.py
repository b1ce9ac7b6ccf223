"""Addresses of the interface itself."""

from django.urls import path

from cadre.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("ui/views/save/", views.view_save, name="view-save"),
    path("ui/views/<int:view_id>/remove/", views.view_remove, name="view-remove"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/form/", gallery.form, name="gallery-form"),
    path("gallery/options/", gallery.options, name="gallery-options"),
    path("gallery/move/", gallery.move, name="gallery-move"),
    path("gallery/why/", gallery.why, name="gallery-why"),
]
