"""What must never be false of an import, whatever the code does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.solutions import CatalogueImportFactory, ImportRowFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "lost", "content": b""}, "solutions_catalogueimport_status_known"),
        ({"content": b""}, "solutions_catalogueimport_file_while_needed"),
        ({"status": "applied", "plan": "0" * 64}, "solutions_catalogueimport_file_while_needed"),
        ({"sha256": "0"}, "solutions_catalogueimport_sha256_is_one"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "solutions_catalogueimport_expires_later"),
        ({"status": "checked"}, "solutions_catalogueimport_goes_on_without_problems"),
        (
            {"status": "confirmed", "plan": "0" * 64, "problems": 1},
            "solutions_catalogueimport_goes_on_without_problems",
        ),
    ],
)
def test_an_import_that_cannot_be_is_refused(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CatalogueImportFactory(**values)


def test_a_person_has_one_file_on_its_way():
    user = UserFactory()
    CatalogueImportFactory(uploaded_by=user)

    with pytest.raises(IntegrityError, match="solutions_catalogueimport_one_at_a_time"):
        CatalogueImportFactory(uploaded_by=user)


@pytest.mark.parametrize(
    "values",
    [
        {"action": "unknown"},
        {"action": "problem"},
        {"action": "new", "problems": [["A", "x"]]},
        {"action": "problem", "problems": [["A", "x"]], "changes": [["title", "", "x"]]},
    ],
)
def test_a_row_has_problems_or_changes(values):
    with pytest.raises(IntegrityError, match="solutions_importrow_problems_or_changes"):
        ImportRowFactory(**values)


def test_a_place_in_the_preview_is_taken_once():
    row = ImportRowFactory()

    with pytest.raises(IntegrityError, match="solutions_importrow_position_once"):
        ImportRowFactory(catalogue_import=row.catalogue_import, position=row.position)
