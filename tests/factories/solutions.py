import factory
from factory.django import DjangoModelFactory

from mhin.common.models import Provenance
from solutions.models import Evidence, Solution, SolutionDraft, SolutionEasyReadCheck, SolutionStatusChange
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
