"""The pages of import and export: they echo what strangers wrote, so they escape all of it."""

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from mhin.common.uploads import MOST_BYTES
from solutions.models import CatalogueImport
from solutions.services.transfer.jobs import sweep_imports
from tests.factories.needs import AreaFactory, NeedFactory
from tests.factories.solutions import CatalogueImportFactory, ImportRowFactory
from tests.solutions.transfer_files import NEED_COLUMNS, need_row, needs_file

pytestmark = pytest.mark.django_db

LIST = reverse("solutions:import-list")
EXPORT = reverse("solutions:export")
HOSTILE_TEXTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "{{ 7|add:7 }}{% debug %}",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
]


@pytest.fixture
def signed_in(client, curator):
    client.force_login(curator)
    return client


def bring(client, content, name="needs.csv"):
    response = client.post(LIST, {"file": SimpleUploadedFile(name, content)})
    sweep_imports()
    return response


def test_a_brought_file_leads_to_its_page(signed_in):
    response = bring(signed_in, needs_file(need_row(area=AreaFactory().code)))

    assert response.url == reverse("solutions:import-detail", args=[CatalogueImport.objects.get().pk])


def test_a_page_of_a_waiting_file_says_so_and_looks_again(signed_in, curator):
    brought = CatalogueImportFactory(uploaded_by=curator)

    page = signed_in.get(reverse("solutions:import-detail", args=[brought.pk])).content.decode()

    assert "Waiting: the file is being checked." in page
    assert "hx-get" in page


def test_the_waiting_part_reloads_the_page_when_the_check_is_done(signed_in):
    location = bring(signed_in, needs_file(need_row(area=AreaFactory().code))).url

    response = signed_in.get(location, headers={"HX-Request": "true"})

    assert response.headers["HX-Refresh"] == "true"


def test_upload_preview_confirm_and_report(signed_in):
    location = bring(signed_in, needs_file(need_row(area=AreaFactory().code))).url
    preview = signed_in.get(location)
    plan = preview.context["brought"].plan

    signed_in.post(location, {"act": "confirm", "plan": plan})
    sweep_imports()

    assert b"What this file changed" in signed_in.get(location).content


def test_cancelling_deletes_the_file(signed_in):
    location = bring(signed_in, needs_file(need_row(area=AreaFactory().code))).url

    signed_in.post(location, {"act": "cancel"})

    assert CatalogueImport.objects.get().status == "cancelled"


def test_problems_are_listed_with_row_and_column(signed_in):
    location = bring(signed_in, needs_file(need_row(area="nowhere"))).url

    page = signed_in.get(location).content.decode()

    assert "Needs 2" in page
    assert "E (area)" in page
    assert "There is no area “nowhere”." in page


def test_nobody_sees_another_curators_file(signed_in):
    theirs = CatalogueImportFactory()

    assert signed_in.get(reverse("solutions:import-detail", args=[theirs.pk])).status_code == 404
    assert theirs.file_name not in signed_in.get(LIST).content.decode()


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 3 * MOST_BYTES])
def test_a_file_that_is_too_large_is_refused_with_a_sentence(signed_in, size):
    response = signed_in.post(LIST, {"file": SimpleUploadedFile("x.csv", b"x" * size)})

    assert "The file is larger than 5 MB." in response.content.decode()


def test_a_huge_upload_is_not_read_at_all(signed_in):
    kind = "multipart/form-data; boundary=x"

    response = signed_in.generic("POST", LIST, b"--x", kind, CONTENT_LENGTH=2_000_000_000)

    assert response.status_code == 400


def test_no_file_is_a_sentence(signed_in):
    assert "Choose a file" in signed_in.post(LIST, {}).content.decode()


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_text_is_escaped_in_problems(signed_in, text):
    content = csv_bytes([[*NEED_COLUMNS, text], need_row(area=text, status=text, documents=text), need_row(code=text)])
    sheet_name = "".join(letter for letter in text if letter not in "[]*?:/\\")[:31]
    rows = [[*NEED_COLUMNS], need_row(area=text, status=text, documents=text), need_row(code=text)]
    for name, file in [("a.csv", content), (f"{text}.xlsx", xlsx_bytes([("Needs", rows), (sheet_name, [[text]])]))]:
        page = signed_in.get(bring(signed_in, file, name).url).content.decode()

        assert "problem" in page
        assert_harmless(page, text)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_a_hostile_text_is_escaped_in_the_preview(signed_in, text):
    need = NeedFactory(code="N90", detail=f"before {text}")
    content = needs_file(
        need_row(area=need.area.code, title=text, detail=text), need_row(code="N91", area=need.area.code)
    )

    location = bring(signed_in, content, f"{text}.csv").url

    for show in ("new", "changed"):
        assert_harmless(signed_in.get(f"{location}?show={show}").content.decode(), text)
    assert_harmless(signed_in.get(LIST).content.decode(), text)


def assert_harmless(page, text):
    for mark in ("<script>alert", "<img src=x", "<svg/onload", 'href="javascript:', "14{%"):
        assert mark not in page


def test_an_unknown_state_of_the_address_shows_something_sensible(signed_in, curator):
    brought = CatalogueImportFactory(uploaded_by=curator, status="refused", content=b"", problems=1)
    ImportRowFactory(catalogue_import=brought, action="problem", problems=[["A", "Wrong."]])

    page = signed_in.get(reverse("solutions:import-detail", args=[brought.pk]) + "?show=<x>&page=99")

    assert b"Wrong." in page.content


def test_the_preview_asks_the_same_number_of_questions_however_long_it_is(
    signed_in, curator, django_assert_num_queries
):
    brought = CatalogueImportFactory(uploaded_by=curator, status="checked", plan="0" * 64, new=120)
    ImportRowFactory.create_batch(120, catalogue_import=brought)
    address = reverse("solutions:import-detail", args=[brought.pk])
    signed_in.get(address)

    with django_assert_num_queries(7):
        signed_in.get(address)


def test_the_list_never_reads_the_files(signed_in, curator, django_assert_num_queries):
    CatalogueImportFactory.create_batch(5, uploaded_by=curator, status="cancelled", content=b"")
    signed_in.get(LIST)

    with django_assert_num_queries(5):
        signed_in.get(LIST)


def test_everything_comes_out_as_one_workbook(signed_in):
    response = signed_in.post(EXPORT, {"sheet": "all"})

    book = load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Documents", "Needs", "Solutions", "Evidence"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="catalogue.xlsx"'


def test_one_table_comes_out_as_csv(signed_in):
    NeedFactory(title="=cmd()")

    response = signed_in.post(EXPORT, {"sheet": "Needs"})

    assert '"\'=cmd()"' in response.content.decode("utf-8-sig")


def test_opening_the_export_page_takes_nothing_out(signed_in):
    assert signed_in.get(EXPORT).headers["Content-Type"].startswith("text/html")


def test_no_sheet_of_an_export_has_a_formula(signed_in):
    NeedFactory(title="=1+1", detail="@SUM(A1)", easy_read="\t=1")

    book = load_workbook(io.BytesIO(signed_in.post(EXPORT, {"sheet": "all"}).content))

    assert [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("name", ["needs_need", "needs_source", "solutions_solution"])
def test_the_curators_lists_lead_to_import_and_export(signed_in, name):
    page = signed_in.get(reverse(f"admin:{name}_changelist")).content.decode()

    assert f'href="{LIST}"' in page
    assert f'href="{EXPORT}"' in page


@pytest.fixture
def few_allowed(settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"catalogue_export": "1/h/user", "catalogue_import": "1/h/user"}


def test_an_export_has_an_hourly_limit_for_each_person(signed_in, few_allowed):
    signed_in.post(EXPORT, {"sheet": "Needs"})

    response = signed_in.post(EXPORT, {"sheet": "Needs"})

    assert response.status_code == 429
    assert "You took out many files" in response.content.decode()


def test_bringing_files_has_an_hourly_limit_for_each_person(signed_in, few_allowed):
    for number in range(2):
        file = SimpleUploadedFile(f"needs{number}.csv", needs_file(need_row()))
        response = signed_in.post(LIST, {"file": file})

    assert response.status_code == 429
    assert CatalogueImport.objects.count() == 1
