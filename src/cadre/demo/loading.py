"""Loads the demo company the way a customer would load his own: a profile, people, then one file after the other."""

import datetime as dt
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from cadre.demo import alerts, everyday, ratings, services, story, targets
from cadre.demo.cast import ADMINISTRATOR, DIRECTOR, HEAD_OFFICE, OPERATIONS, address_of
from cadre.demo.files import content_of, shift_to_yesterday
from cadre.demo.mappings import FILES, FIRST_DAY, mapping_for
from cadre.imports import services as imports
from cadre.imports.mapping import FileMapping
from cadre.kernel.access import SYSTEM, Actor, Role, actor_of
from cadre.kernel.models import CompanyProfile, User
from cadre.people import queries as organisation
from cadre.people import services as people

COMPANY = "MavenTech"
Say = Callable[[str], None]


def is_loaded() -> bool:
    """Whether the demo company is there already. It is loaded in one transaction, so it is there wholly or not at all."""
    return CompanyProfile.objects.filter(is_demo=True).exists()


def load(*, as_is: bool = False, say: Say = lambda _line: None) -> None:
    """Load everything. `as_is` keeps the original dates and adds nothing to the published data."""
    shift = dt.timedelta(0) if as_is else shift_to_yesterday()
    with transaction.atomic():
        say("setting up the company and its calendar")
        _set_up_company()
        actor = _first_sign_ins()
        for kind, name in FILES.items():
            say(f"importing {name}")
            content = content_of(kind, shift)
            is_told = kind == "opportunities" and not as_is
            import_file(
                kind,
                name,
                story.told(content) if is_told else content,
                actor,
                mapping_for(kind, shift, is_told=is_told),
            )
        say("opening a sign-in for everybody")
        _fill_head_office(FIRST_DAY + shift)
        _open_sign_ins()
        if not as_is:
            say("filling the last weeks with contacts, activities and next steps")
            import_file("contacts", "contacts.csv", everyday.contacts_file(), actor)
            import_file("accounts", "account_owners.csv", everyday.owners_file(), actor)
            everyday.fill_days()
            ratings.give_ratings()
            say("giving everybody who sells a quota")
            targets.give_quotas()
            say("looking at what needs somebody")
            alerts.watch_over()


def import_file(kind: str, name: str, content: bytes, actor: Actor, mapping: FileMapping | None = None) -> None:
    """One file through the import, under a mapping or the guessed one. Raises what the import refuses."""
    run = imports.start_import(actor=actor, kind=kind, upload=SimpleUploadedFile(name, content, "text/csv"))
    if mapping is not None:
        imports.map_columns(actor=actor, run_id=run.pk, mapping=mapping)
    imports.perform_import(actor=actor, run_id=run.pk)


def _set_up_company() -> None:
    people.change_company_profile(actor=SYSTEM, name=COMPANY, currency="USD")
    services.mark_company(actor=SYSTEM)


def _first_sign_ins() -> Actor:
    """The administrator and sales operations, who loads the files."""
    for person in (ADMINISTRATOR, OPERATIONS):
        people.create_sign_in(actor=SYSTEM, email=person.email, name=person.name, roles=person.roles)
    return actor_of(User.objects.get(email=OPERATIONS.email))


def _fill_head_office(on: dt.date) -> None:
    """The director leads the company; the others of the head office stand beside sales."""
    company = organisation.teams(SYSTEM).get(kind="company")
    position = organisation.positions(SYSTEM).get(key=DIRECTOR.position)
    director = people.join_employee(
        actor=SYSTEM, name=DIRECTOR.name, hired_on=on, team_id=company.pk, position_id=position.pk, email=DIRECTOR.email,
        roles=DIRECTOR.roles,
    )  # fmt: skip
    people.appoint_lead(actor=SYSTEM, team_id=company.pk, employee_id=director.pk, on=on)
    office = people.create_team(actor=SYSTEM, name="Head office", kind="support", parent_id=company.pk, on=on)
    for person in HEAD_OFFICE:
        is_new = person is not OPERATIONS
        employee = people.join_employee(
            actor=SYSTEM, name=person.name, hired_on=on, team_id=office.pk, email=person.email,
            roles=person.roles if is_new else (),
        )  # fmt: skip
        if not is_new:
            services.link_sign_in(actor=SYSTEM, employee_id=employee.pk, email=person.email)


def _open_sign_ins() -> None:
    services.mark_people(actor=SYSTEM)
    leads = set(organisation.teams(SYSTEM).values_list("lead_id", flat=True))
    for employee in organisation.staff().filter(user=None):
        people.create_sign_in(
            actor=SYSTEM,
            email=address_of(employee.name),
            name=employee.name,
            roles=[Role.MANAGER if employee.pk in leads else Role.REP],
            employee_id=employee.pk,
        )
    services.open_sign_ins(actor=SYSTEM, emails=list(User.objects.values_list("email", flat=True)))
