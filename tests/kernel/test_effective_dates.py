"""Ranges of one subject never overlap: the form says so first, the table last, on both databases."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cadre.kernel.integrity import problem_of
from cadre.people.models import Assignment, Employee, Team

D = dt.date


def make(employee: Employee, team: Team, start: dt.date, end: dt.date | None) -> Assignment:
    return Assignment.objects.create(employee=employee, team=team, valid_from=start, valid_to=end)


@pytest.fixture
def somebody(db: None) -> tuple[Employee, Team]:
    return Employee.objects.create(name="Lin"), Team.objects.create(name="North")


def test_a_range_may_begin_on_the_day_the_last_one_ends(somebody) -> None:
    make(*somebody, D(2026, 1, 1), D(2026, 5, 15))
    make(*somebody, D(2026, 5, 15), None)
    assert Assignment.objects.as_of(D(2026, 5, 14)).get().valid_to == D(2026, 5, 15)
    assert Assignment.objects.as_of(D(2026, 5, 15)).get().valid_to is None


def test_the_table_refuses_an_overlap_and_the_reader_gets_a_sentence(somebody) -> None:
    make(*somebody, D(2026, 1, 1), None)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make(*somebody, D(2026, 5, 15), None)
    assert "overlaps" in problem_of(refused.value).message


def test_the_table_refuses_an_update_into_an_overlap(somebody) -> None:
    make(*somebody, D(2026, 1, 1), D(2026, 2, 1))
    second = make(*somebody, D(2026, 2, 1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=second.pk).update(valid_from=D(2026, 1, 31))


def test_the_form_hears_of_an_overlap_before_the_table_does(somebody) -> None:
    make(*somebody, D(2026, 1, 1), None)
    with pytest.raises(ValidationError, match="overlaps"):
        Assignment(employee=somebody[0], team=somebody[1], valid_from=D(2026, 5, 1)).full_clean()


def test_an_empty_range_is_refused(somebody) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*somebody, D(2026, 1, 1), D(2026, 1, 1))


def test_another_person_may_have_the_same_range(somebody) -> None:
    make(*somebody, D(2026, 1, 1), None)
    make(Employee.objects.create(name="Gao"), somebody[1], D(2026, 1, 1), None)


@pytest.mark.django_db(transaction=True)
def test_the_rule_survives_a_rebuild_of_the_table() -> None:
    if connection.vendor != "sqlite":
        return  # only SQLite rebuilds tables
    from django.db import models

    field = models.IntegerField(null=True)
    field.set_attributes_from_name("spare")
    with connection.schema_editor() as editor:
        editor.add_field(Assignment, field)
        editor._remake_table(Assignment)
    lin, north = Employee.objects.create(name="Lin"), Team.objects.create(name="North")
    make(lin, north, D(2026, 1, 1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(lin, north, D(2026, 5, 15), None)


spans = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(1, 60)))


class AnyOrder(TestCase):
    @given(st.lists(spans, max_size=8))
    def test_at_most_one_range_holds_on_any_day(self, wanted: list[tuple[int, int | None]]) -> None:
        lin, north = Employee.objects.create(name="Lin"), Team.objects.create(name="North")
        for start, length in wanted:
            first = D(2026, 1, 1) + dt.timedelta(days=start)
            try:
                with transaction.atomic():
                    make(lin, north, first, first + dt.timedelta(days=length) if length else None)
            except IntegrityError:
                assert Assignment.objects.filter(employee=lin).overlapping(
                    first, first + dt.timedelta(days=length) if length else D.max
                ), "refused although nothing overlaps"
        for offset in range(0, 130, 7):
            assert Assignment.objects.as_of(D(2026, 1, 1) + dt.timedelta(days=offset)).filter(employee=lin).count() <= 1
