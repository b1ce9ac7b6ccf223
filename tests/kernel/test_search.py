"""Search answers alike on both databases, in both scripts, and never shows another's record."""

import datetime as dt
import random
import re
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cadre.kernel import search
from cadre.kernel.access import SYSTEM, Actor, Role
from cadre.kernel.models import Holiday, SearchName
from cadre.kernel.search import finding
from cadre.kernel.search.fold import fold, fold_with_offsets
from cadre.kernel.search.install import TABLES
from cadre.kernel.search.tokens import PAIRED, terms_of, tokens_of

KIND = "kernel.test_holiday"
OTHER = "kernel.test_note"
ME = Actor(user_id=1, employee_id=1, roles=frozenset({Role.REP}))
FIRST_DAY = dt.date(2000, 1, 1)


def text_of(holiday: Holiday) -> tuple[str, str]:
    title, _, rest = holiday.name.partition("|")
    return title, rest


def owner_of(holiday: Holiday) -> int:
    return (holiday.day - FIRST_DAY).days % 2 + 1


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    before = dict(search.KINDS)
    search.KINDS.clear()
    for name, long in ((KIND, False), (OTHER, True)):
        search.register(
            search.SearchKind(
                kind=name,
                model=Holiday,
                label="holidays",
                url=lambda pk: f"/holidays/{pk}/",
                text=text_of,
                owner=owner_of,
                visible=lambda actor: None if actor.is_system else [actor.employee_id],
                long=long,
            )
        )
    yield
    search.KINDS.clear()
    search.KINDS.update(before)


def add(*names: str, kind: str = KIND) -> list[Holiday]:
    """Each on the next day, so owners are 1, 2, 1, 2 …"""
    start = Holiday.objects.count()
    rows = [Holiday(day=FIRST_DAY + dt.timedelta(days=start + i), name=name) for i, name in enumerate(names)]
    made = Holiday.objects.bulk_create(rows)
    search.put_many(kind, [row.pk for row in made])
    return made


def titles(query: str, actor: Actor = SYSTEM, **options: object) -> list[str]:
    return [hit.title for hit in search.find(actor, query, **options).hits]


SAME = [
    ("銷售", "销售部"),
    ("销售", "臺北銷售"),
    ("gtx500", "ＧＴＸ－５００"),
    ("STRASSE", "Straße"),
    ("cafe", "Café Zürich"),
    ("ｶﾀｶﾅ", "カタカナ商事"),
    ("𠮷", "𠮷野家"),
    ("500", "GTX500 Pro"),
    ("gtx-500", "GTX500"),
    ("郭", "小郭"),
    ("o'brien", "O’Brien & Sons"),
    ("zur", "Zürich"),
    ("smith@acme", "x|jo.smith@acme-corp.com"),
    ("4567", "y|+1 (555) 123-4567"),
    ("5551234", "z|+1 (555) 123-4567"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "name"), SAME)
def test_script_width_case_accent_and_punctuation_do_not_matter(query: str, name: str) -> None:
    add(name, "Unrelated 其他")
    assert titles(query) == [name.partition("|")[0]]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "  ", ":*()", "''", '"', "\\", "<->", "|&!", "%", "-", "\x00"])
def test_a_query_without_letters_or_digits_finds_nothing(query: str) -> None:
    add("Acme")
    assert titles(query) == []
    assert search.matching(KIND, query) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "a:b*\"c' \\ | & ! <->",
        "acme' OR 1=1 --",
        'acme" OR toks:x',
        "acme:*",
        "acme*",
        "AND OR NOT acme",
        "NEAR(acme, 2)",
        "acme\x00",
        "acme \ud800",
    ],
)
def test_operators_of_the_databases_are_only_text(query: str) -> None:
    add("Acme")
    titles(query)


@pytest.mark.django_db
def test_the_exact_title_stands_before_beginnings_words_and_insides() -> None:
    add("Old Acme", "Northacme|acme", "Acme Corporation", "Acme")
    assert titles("acme") == ["Acme", "Acme Corporation", "Old Acme", "Northacme"]


@pytest.mark.django_db
def test_every_word_of_the_query_must_be_there() -> None:
    add("Acme Corporation", "Acme Holding", "Other Corporation")
    assert titles("corp acme") == ["Acme Corporation"]


@pytest.mark.django_db
def test_a_record_of_another_owner_never_appears_though_it_ranks_first() -> None:
    add("Acme of mine", "Acme")
    assert titles("acme") == ["Acme", "Acme of mine"]
    assert titles("acme", ME) == ["Acme of mine"]
    nobody = Actor(user_id=9, employee_id=9, roles=frozenset({Role.REP}))
    assert titles("acme", nobody) == []


@pytest.mark.django_db
def test_visibility_holds_before_the_limit() -> None:
    add(*[f"Acme {i:03}" for i in range(60)])
    assert len(titles("acme", ME, limit=20)) == 20


@pytest.mark.django_db
def test_words_of_a_character_find_the_newest_and_all_where_these_do_not_fill_the_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finding, "NEWEST", 3)
    monkeypatch.setattr(finding, "LOOKED_AT", 4)
    add(*[f"A8 {n} b7" for n in range(6)])
    found = search.find(SYSTEM, "8 7")
    assert {hit.title for hit in found.hits} == {"A8 3 b7", "A8 4 b7", "A8 5 b7"}
    assert found.capped
    add("Zürich", "Taipei")
    found = search.find(SYSTEM, "8 7", limit=20)
    assert {hit.title for hit in found.hits} == {"A8 3 b7", "A8 4 b7", "A8 5 b7"}


@pytest.mark.django_db
def test_put_change_and_drop_leave_no_stale_hit() -> None:
    (row,) = add("Alpha")
    row.name = "Beta"
    row.save()
    search.put(KIND, row.pk)
    assert titles("alpha") == []
    assert titles("beta") == ["Beta"]
    search.drop(KIND, row.pk)
    assert titles("beta") == []
    row.delete()
    search.put(KIND, row.pk or 0)
    assert SearchName.objects.count() == 0


@pytest.mark.django_db
def test_a_record_that_is_gone_leaves_the_index_when_it_is_put() -> None:
    row, _ = add("Alpha", "Beta")
    pk = row.pk
    row.delete()
    search.put(KIND, pk)
    assert SearchName.objects.filter(ref_id=pk).count() == 0


@pytest.mark.django_db
def test_a_rolled_back_change_leaves_no_entry() -> None:
    with transaction.atomic():
        add("Alpha")
        transaction.set_rollback(True)
    assert SearchName.objects.count() == 0
    Holiday.objects.create(day=FIRST_DAY, name="Alpha")
    assert titles("alpha") == []


@pytest.mark.django_db
def test_long_texts_come_newest_first_with_a_snippet() -> None:
    add("One|we spoke of 銷售目標", "Two|销售 again", kind=OTHER)
    found = search.find(SYSTEM, "销售", kinds=[OTHER])
    assert [hit.title for hit in found.hits] == ["Two", "One"]
    assert [piece.text for piece in found.hits[1].rest_pieces if piece.hit] == ["銷售"]


@pytest.mark.django_db
def test_a_list_filters_by_a_subquery() -> None:
    add("Acme", "Other", "Acme Two")
    rows = Holiday.objects.filter(pk__in=search.matching(KIND, "acme")).order_by("pk")
    assert [row.name for row in rows] == ["Acme", "Acme Two"]


@pytest.mark.django_db
def test_rebuild_answers_like_the_increments_and_check_sees_drift() -> None:
    add("Acme", "銷售部", "Beta")
    before = [titles(query) for query in ("acme", "销售", "beta")]
    assert all(drift.clean for drift in search.check([KIND]))
    Holiday.objects.filter(name="Beta").update(name="Gamma")
    Holiday.objects.create(day=dt.date(2001, 1, 1), name="Delta")
    SearchName.objects.filter(fold="acme").update(ref_id=10**9)
    (drift,) = search.check([KIND])
    assert (drift.missing, drift.stale, drift.orphaned) == (2, 1, 1)
    Holiday.objects.filter(name="Gamma").update(name="Beta")
    assert search.rebuild([KIND]) == 4
    assert [titles(query) for query in ("acme", "销售", "beta")] == before
    assert all(drift.clean for drift in search.check([KIND]))


@pytest.mark.django_db
def test_new_records_written_in_bulk_are_indexed_like_others() -> None:
    rows = Holiday.objects.bulk_create(
        [Holiday(day=FIRST_DAY, name="Acme 銷售|o'brien \\ x"), Holiday(day=dt.date(2000, 1, 2), name="Beta")]
    )
    search.put_new(KIND, rows)
    assert titles("销售 obrien") == ["Acme 銷售"]
    assert titles("beta", ME) == []
    assert all(drift.clean for drift in search.check([KIND]))
    with pytest.raises(IntegrityError), transaction.atomic():
        search.put_new(KIND, rows)


@pytest.mark.django_db
def test_the_database_has_what_keeps_the_index_in_step() -> None:
    """A later migration that makes SQLite rebuild the table must call `install` again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_indexes WHERE indexname IN ('kernel_searchname_tokens', 'kernel_searchbody_tokens')"
            )
            assert cursor.fetchone() == (2,)
            cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname = 'cadre_outbox_wake'")
            assert cursor.fetchone() == (1,)
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('kernel_searchname', 'kernel_searchbody')"
            )
            assert cursor.fetchone() == (3 * len(TABLES),)


WORDS = [
    "Acme",
    "GTX-500",
    "gtx 500",
    "銷售",
    "销售部",
    "台灣積體電路",
    "有限公司",
    "公司",
    "Café",
    "co",
    "com",
    "8",
    "886",
    "O'Brien",
    "カタカナ",
    "한국",
    "郭",
    "A1b2",
]
QUERIES = [*WORDS, "acm", "500", "台湾", "积体", "司", "acme 公司", "gtx500", "cafe co", "ナ", "国", "b2", "c"]


def reference(query: str, name: str) -> bool:
    """Written without the tokeniser: substrings for paired scripts, beginnings of words or of their later parts."""
    text = fold(name.replace("|", "\n"))
    runs = re.findall(f"[{PAIRED}]+", text)
    words: list[str] = []
    for chunk in re.findall(rf"[^\W_{PAIRED}]+(?:[-_./'’&][^\W_{PAIRED}]+)*", text):
        parts = re.findall(rf"[^\W_{PAIRED}]+", chunk)
        words += [*parts, "".join(parts)]
        for part in parts:
            words += [part[i:] for i in range(1, len(part)) if part[i - 1].isdigit() != part[i].isdigit()]
    for term in terms_of(query):
        if term.phrase:
            wanted = term.tokens[0] + "".join(pair[1] for pair in term.tokens[1:])
            if not any(wanted in run for run in runs):
                return False
        elif not any(word.startswith(term.tokens[0]) for word in words) and not any(
            term.tokens[0] in run for run in runs
        ):
            return False
    return True


@pytest.mark.django_db
def test_the_database_finds_what_plain_python_finds() -> None:
    chance = random.Random(20240501)
    names = [" ".join(chance.choices(WORDS, k=chance.randint(1, 4)))[:80] for _ in range(2000)]
    add(*names)
    for query in QUERIES:
        expected = sorted(name for name in names if reference(query, name))
        ids = search.matching(KIND, query)
        assert sorted(Holiday.objects.filter(pk__in=ids).values_list("name", flat=True)) == expected, query
        ranked = search.find(SYSTEM, query, limit=50)
        assert len(ranked.hits) == min(50, len(expected)), query
        assert all(reference(query, hit.title) for hit in ranked.hits), query


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aé銷ß㈱ﬁカﾞ1-. 台", max_size=30))
def test_offsets_lead_back_into_the_original(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@given(st.text(max_size=60))
def test_tokens_are_letters_and_digits_only(text: str) -> None:
    for token in tokens_of(fold(text)):
        assert token
        assert token.replace("\u3099", "").replace("\u309a", "").isalnum() or re.fullmatch(f"[{PAIRED}]+", token)
        assert not set(token) & set("'\"\\:*&|!()<> ")


@given(st.text(alphabet="ab1銷售部 -.", max_size=20))
def test_highlighting_keeps_the_text(text: str) -> None:
    assert "".join(piece.text for piece in search.highlight(text, "銷售 ab 1")) == text


def test_a_snippet_is_short_and_marks_the_first_hit() -> None:
    pieces = search.snippet("x " * 300 + "銷售部" + " y" * 300, "销售")
    assert [piece.text for piece in pieces if piece.hit] == ["銷售"]
    assert sum(len(piece.text) for piece in pieces) < 130
