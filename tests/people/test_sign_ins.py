import pytest
from django.contrib.auth.tokens import default_token_generator

from cadre.kernel.access import SYSTEM, Role
from cadre.kernel.models import AuditEntry
from cadre.people import queries, services
from cadre.people.services.sign_ins import choose_password
from tests.support.cast import Cast, assemble
from tests.support.refusals import refuses

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _new(actor=SYSTEM, **fields):
    given = {"email": "yeh@test.example", "name": "Yeh", "roles": [Role.REP]} | fields
    return services.create_sign_in(actor=actor, **given)


def test_one_person_has_one_sign_in_and_one_address_one_sign_in(cast):
    with refuses("people.has_sign_in"):
        _new(employee_id=Cast.employee(cast.rep_lin).pk)
    with refuses("kernel.invalid"):
        _new(email=cast.rep_lin.email.upper())


def test_a_new_sign_in_chooses_its_password_by_a_link_that_works_once(cast):
    user = _new()
    token = default_token_generator.make_token(user)
    with refuses("kernel.invalid"):
        choose_password(actor=SYSTEM, user_id=user.pk, token=token, password="short")
    choose_password(actor=SYSTEM, user_id=user.pk, token=token, password="an honest password")
    user.refresh_from_db()
    assert user.check_password("an honest password")
    with refuses("kernel.not_found"):
        choose_password(actor=SYSTEM, user_id=user.pk, token=token, password="another good password")


def test_a_password_never_reaches_the_audit(cast):
    user = _new()
    token = default_token_generator.make_token(user)
    choose_password(actor=SYSTEM, user_id=user.pk, token=token, password="an honest password")
    user.refresh_from_db()
    told = " ".join(str(entry.fields) for entry in AuditEntry.objects.all())
    assert user.password not in told


def test_after_a_reset_the_old_password_is_useless(cast):
    services.reset_sign_in(actor=Cast.actor(cast.admin_root), user_id=cast.rep_lin.pk)
    cast.rep_lin.refresh_from_db()
    assert not cast.rep_lin.has_usable_password()


def test_only_an_administrator_changes_roles_and_only_to_known_ones(cast):
    for user in (cast.hr_fang, cast.ops_tsai, cast.director_shen, cast.rep_lin):
        with refuses("kernel.forbidden"):
            services.grant_roles(actor=Cast.actor(user), user_id=cast.rep_lin.pk, roles=["administrator"])
    admin = Cast.actor(cast.admin_root)
    with refuses("kernel.invalid"):
        services.grant_roles(actor=admin, user_id=cast.rep_lin.pk, roles=["emperor"])
    assert services.grant_roles(actor=admin, user_id=cast.rep_lin.pk, roles=["manager"]).roles == ["manager"]


def test_the_last_administrator_keeps_role_and_sign_in(cast):
    admin = Cast.actor(cast.admin_root)
    with refuses("people.last_administrator"):
        services.grant_roles(actor=admin, user_id=cast.admin_root.pk, roles=["rep"])
    with refuses("people.last_administrator"):
        services.deactivate_sign_in(actor=SYSTEM, user_id=cast.admin_root.pk)
    services.grant_roles(actor=admin, user_id=cast.rep_lin.pk, roles=["administrator"])
    with refuses("people.yourself"):
        services.deactivate_sign_in(actor=admin, user_id=cast.admin_root.pk)
    cast.rep_lin.refresh_from_db()
    services.deactivate_sign_in(actor=Cast.actor(cast.rep_lin), user_id=cast.admin_root.pk)


def test_a_sign_in_that_was_switched_off_can_be_switched_on_again(cast):
    admin = Cast.actor(cast.admin_root)
    services.deactivate_sign_in(actor=admin, user_id=cast.rep_lin.pk)
    services.reactivate_sign_in(actor=admin, user_id=cast.rep_lin.pk)
    cast.rep_lin.refresh_from_db()
    assert cast.rep_lin.is_active


def test_the_audit_log_is_for_administrators_and_the_sign_ins_for_those_who_make_them(cast):
    assert queries.audit_entries(Cast.actor(cast.admin_root)).count() == AuditEntry.objects.count()
    for user in (cast.rep_lin, cast.director_shen, cast.hr_fang, cast.executive_qiu):
        with refuses("kernel.forbidden"):
            queries.audit_entries(Cast.actor(user))
    for user in (cast.rep_lin, cast.manager_chen, cast.director_shen):
        with refuses("kernel.forbidden"):
            queries.sign_ins(Cast.actor(user))
    named = queries.sign_ins(Cast.actor(cast.hr_fang)).get(pk=cast.rep_lin.pk)
    assert named.employee_id == Cast.employee(cast.rep_lin).pk
