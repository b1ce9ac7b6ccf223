from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cadre.people"
    label = "people"

    def ready(self) -> None:
        from cadre.kernel.access import register_employee_of
        from cadre.kernel.visibility import register_reporting
        from cadre.people import dimensions, queries, sentences  # noqa: F401 - dimensions are declared by being loaded
        from cadre.people.navigation import register_pages
        from cadre.people.search import register_kinds

        sentences.register()
        register_employee_of(queries.employee_id_of_user)
        register_reporting(queries.reporting.reach_of)
        register_kinds()
        register_pages()
