"""A curator brings a file with problems, mends it, looks at the preview, confirms; nothing a cell says ever runs."""

import pytest

from mhin.common.spreadsheets import xlsx_bytes
from needs.models import Need
from solutions.services.transfer.jobs import sweep_imports
from tests.factories.needs import AreaFactory, NeedFactory
from tests.solutions.transfer_files import NEED_COLUMNS, need_row

PAYLOAD = "<img src=x onerror=alert(1)><script>alert(1)</script>"


@pytest.fixture
def curating(visit, client, curator):
    def open_window(width=1280):
        visitor = visit(width)
        visitor.dialogs = []
        visitor.page.on("dialog", lambda dialog: (visitor.dialogs.append(dialog.message), dialog.dismiss()))
        visitor.sign_in(curator, client)
        return visitor

    return open_window


def workbook(*rows):
    return xlsx_bytes([("Needs", [NEED_COLUMNS, *rows])])


def bring(page, content, name="needs.xlsx"):
    page.goto("/catalogue/imports/")
    page.get_by_label("Which file do you bring?").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Bring the file").click()


@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_a_file_with_problems_is_mended_and_written(curating):
    area = AreaFactory()
    page = curating().page

    bring(page, workbook(need_row(area="nowhere")))
    page.get_by_role("heading", name="This file has problems").wait_for()
    assert "There is no area “nowhere”." in page.get_by_role("table").inner_text()

    bring(page, workbook(need_row(area=area.code)))
    page.get_by_role("heading", name="What this file would change").wait_for()
    assert not Need.objects.filter(code="N90").exists()

    page.get_by_role("button", name="Confirm and write").click()
    page.get_by_role("heading", name="What this file changed").wait_for()
    assert Need.objects.get(code="N90").status == "published"


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_the_page_waits_and_goes_on_by_itself(curating):
    area = AreaFactory()
    page = curating().page

    bring(page, workbook(need_row(area=area.code)))
    page.get_by_text("Waiting: the file is being checked.").wait_for()
    sweep_imports()

    page.get_by_role("heading", name="What this file would change").wait_for()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_an_import_have_no_axe_violation_and_fit(curating, width):
    area = AreaFactory()
    need = NeedFactory(code="N90", area=area, detail="Old words. " * 100)
    good = workbook(need_row(area=area.code, detail="New words. " * 100), need_row(code="N91", area=area.code))
    visitor = curating(width)
    page = visitor.page
    found = {}

    def look(name):
        found[name] = (visitor.axe_violations(), visitor.scrolls_sideways())

    page.goto("/catalogue/export/")
    look("export")
    page.goto("/catalogue/imports/")
    look("list")
    bring(page, workbook(need_row(area=f"{PAYLOAD}{'W' * 80}")), f"{'long-name-' * 9}.xlsx")
    look("waiting")
    sweep_imports()
    page.get_by_role("heading", name="This file has problems").wait_for()
    look("problems")
    bring(page, good)
    sweep_imports()
    page.get_by_role("heading", name="What this file would change").wait_for()
    look("new")
    page.get_by_role("link", name="Changed: 1 row").click()
    look("changed")
    page.get_by_label("Why do these texts change?").fill("Plainer words.")
    page.get_by_role("button", name="Confirm and write").click()
    sweep_imports()
    page.get_by_role("heading", name="What this file changed").wait_for()
    look("report")

    assert found == {name: ([], False) for name in found}
    assert need.status_changes.get(act="reworded").note.startswith("Plainer words.")


@pytest.mark.django_db(transaction=True)
def test_nothing_that_a_cell_says_runs(curating):
    area = AreaFactory()
    visitor = curating()

    bring(
        visitor.page,
        workbook(need_row(area=area.code, title=PAYLOAD, detail=PAYLOAD)),
        f"{PAYLOAD}.xlsx".replace("/", ""),
    )
    sweep_imports()
    visitor.page.get_by_role("heading", name="What this file would change").wait_for()
    bring(visitor.page, workbook([*need_row(area=PAYLOAD, status=PAYLOAD), PAYLOAD]))
    sweep_imports()
    visitor.page.get_by_role("heading", name="This file has problems").wait_for()

    assert visitor.dialogs == []


@pytest.mark.django_db(transaction=True)
def test_an_export_is_a_file_to_keep(curating):
    page = curating().page
    page.goto("/catalogue/export/")

    with page.expect_download() as download:
        page.get_by_role("button", name="Take out").click()

    assert download.value.suggested_filename == "catalogue.xlsx"
