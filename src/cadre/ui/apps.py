import datetime as dt

from django.apps import AppConfig
from django.utils.translation import get_language

from cadre.kernel import problems


class UiConfig(AppConfig):
    name = "cadre.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        problems.say_days_by(_day)


def _day(day: dt.date) -> str:
    from cadre.ui.formatting import long_date

    return long_date(day, get_language() or "en")
