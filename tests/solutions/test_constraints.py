"""Every rule of the solutions' tables, broken one by one."""

import pytest
from django.db import IntegrityError

from solutions.models import Solution
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db


def test_two_solutions_cannot_share_a_code():
    SolutionFactory(code="S01")

    with pytest.raises(IntegrityError, match="solutions_solution_code"):
        SolutionFactory(code="S01")


def test_a_solution_cannot_have_an_unknown_status():
    with pytest.raises(IntegrityError, match="solutions_solution_status_known"):
        SolutionFactory(status="lost")


def test_a_solution_cannot_be_published_without_a_plain_summary():
    with pytest.raises(IntegrityError, match="solutions_solution_published_has_summary"):
        SolutionFactory(status=Solution.Status.PUBLISHED, summary="")


def test_a_document_cannot_be_listed_twice_for_one_solution():
    evidence = EvidenceFactory()

    with pytest.raises(IntegrityError, match="solutions_evidence_source_once"):
        EvidenceFactory(solution=evidence.solution, source=evidence.source)
