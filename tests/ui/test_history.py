"""A change is told as a sentence in the reader's language, with names, amounts and dates."""

import datetime as dt

import pytest
from django.utils import translation

from cadre.crm import services as crm
from cadre.kernel.access import SYSTEM
from cadre.kernel.audit import history
from cadre.kernel.models import AuditEntry, User
from cadre.people import services as people
from cadre.people.models import Office
from cadre.ui.history import History, register_sentences, told_changes
from tests.support.cast import Cast, assemble
from tests.support.deals import account, actor, deal, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def _last(row) -> AuditEntry:
    return history(row).first()


def test_a_deal_that_moves_says_who_moved_it_where_in_three_languages(cast):
    made = deal(cast.rep_lin, where=account(cast.rep_lin, "Acme"))
    crm.move_stage(actor=actor(cast.rep_lin), opportunity_id=made.pk, stage_id=stage("needs").pk)
    entry = _last(made)
    told = {}
    for language in ("en", "zh-hant", "zh-hans"):
        with translation.override(language):
            told[language] = (History([entry]).sentence(entry), stage("needs").name)
    english, name = told["en"]
    assert english == f"Lin Rep moved “{entry.title}” to {name}"
    assert told["zh-hant"][0] == f"Lin Rep 將「{entry.title}」移至 {told['zh-hant'][1]}"
    assert told["zh-hans"][0] == f"Lin Rep 将“{entry.title}”移至 {told['zh-hans'][1]}"


def test_amounts_and_dates_are_told_as_people_write_them(cast):
    made = deal(cast.rep_lin, amount_minor=1_000_00)
    crm.change_opportunity(
        actor=actor(cast.rep_lin), opportunity_id=made.pk, amount_minor=2_500_50, expected_version=made.version
    )
    told = told_changes(history(made)[:1])[0]
    assert [(field.before, field.after) for field in told.fields] == [("$1,000.00", "$2,500.50")] or [
        (field.before, field.after) for field in told.fields
    ] == [("US$1,000.00", "US$2,500.50")]
    assert "from" in told.sentence
    assert "2,500.50" in told.sentence


def test_a_change_of_one_field_says_from_what_to_what_and_of_several_names_them(cast):
    office = people.create_office(actor=SYSTEM, name="Taipei")
    people.rename_office(actor=SYSTEM, office_id=office.pk, name="Taipei Main")
    told = told_changes(history(office))
    assert told[0].sentence == "Cadre changed name of “Taipei Main” from Taipei to Taipei Main"
    assert told[1].sentence == "Cadre created office “Taipei”"
    people.close_office(actor=SYSTEM, office_id=office.pk, on=dt.date(2020, 3, 1))
    assert "Mar 1, 2020" in told_changes(history(office))[0].sentence


def test_names_are_asked_for_once_however_many_entries_there_are(cast, django_assert_max_num_queries):
    for n in range(6):
        made = deal(cast.rep_lin, where=account(cast.rep_lin, f"Acme {n}"))
        crm.move_stage(actor=actor(cast.rep_lin), opportunity_id=made.pk, stage_id=stage("needs").pk)
    entries = list(AuditEntry.objects.select_related("user").order_by("-id")[:40])
    kinds = {field for entry in entries for field in entry.fields}
    with django_assert_max_num_queries(20):
        assert len(told_changes(entries)) == len(entries)
    assert len(kinds) > 5


def test_what_is_gone_is_told_by_its_number(cast):
    entry = AuditEntry(
        act=None, verb="x.y", model="people.teamplacement", object_id=1, title="North", action="changed",
        fields={"office": [Office.objects.first().pk, 987_654]}, user=User.objects.first(),
    )  # fmt: skip
    told = History([entry]).told(entry)
    assert (told.fields[0].before, told.fields[0].after) == ("North Office", "#987654")


def test_a_verb_has_one_sentence():
    with pytest.raises(ValueError, match="twice"):
        register_sentences({("crm.opportunity.win", "crm.opportunity"): "another"})
