from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "cadre.crm"
    label = "crm"
