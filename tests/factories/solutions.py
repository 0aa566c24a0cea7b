from datetime import timedelta
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from mhin.common.models import Provenance
from solutions.models import (
    CatalogueImport,
    Evidence,
    ImportRow,
    Solution,
    SolutionDraft,
    SolutionEasyReadCheck,
    SolutionStatusChange,
)
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, SourceFactory


class SolutionFactory(DjangoModelFactory):
    class Meta:
        model = Solution

    code = factory.Sequence(lambda n: f"S{n + 1:02}")
    title = factory.Sequence(lambda n: f"Solution {n + 1}")
    summary = "What it is, in plain words."
    population = "Adults"
    area = factory.SubFactory(AreaFactory)
    status = Solution.Status.PUBLISHED
    provenance = Provenance.MHIN


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    solution = factory.SubFactory(SolutionFactory)
    source = factory.SubFactory(SourceFactory)


class SolutionDraftFactory(DjangoModelFactory):
    class Meta:
        model = SolutionDraft

    solution = factory.SubFactory(SolutionFactory)
    title = "A plainer title"
    summary = "What it is, in plainer words."


class SolutionEasyReadCheckFactory(DjangoModelFactory):
    class Meta:
        model = SolutionEasyReadCheck

    solution = factory.SubFactory(SolutionFactory)
    text = "Short words."


class SolutionStatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = SolutionStatusChange

    solution = factory.SubFactory(SolutionFactory)
    act = SolutionStatusChange.Act.DRAFTED
    to_status = Solution.Status.DRAFT


class CatalogueImportFactory(DjangoModelFactory):
    """Just brought; no worker has looked at it."""

    class Meta:
        model = CatalogueImport

    file_name = "needs.csv"
    content = b"code,title\r\n"
    size = 12
    sha256 = factory.LazyAttribute(lambda brought: sha256(brought.content).hexdigest())
    uploaded_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=24))


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    catalogue_import = factory.SubFactory(CatalogueImportFactory)
    position = factory.Sequence(lambda n: n)
    table = "Needs"
    row = 2
    action = "new"
    code = "N01"
