from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "cadre.imports"
    label = "imports"
