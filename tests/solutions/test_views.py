import pytest
from django.urls import reverse

from mhin.common.models import Provenance
from needs.models import Need
from needs.services.merging import merge_need
from solutions.models import Solution
from tests.factories.needs import AreaFactory, NeedFactory, NeedStatusChangeFactory, NeedSupportFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db
LIST = reverse("solutions:solution-list")
PATH = reverse("solutions:path")


def text_of(client, thing):
    return client.get(thing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_solutions_takes_two_queries_however_long(client, count, django_assert_num_queries):
    SolutionFactory.create_batch(count)

    with django_assert_num_queries(2):
        response = client.get(LIST)

    assert f"{count} solution" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_an_areas_page_takes_three_queries_however_full(client, count, django_assert_num_queries):
    area = AreaFactory()
    NeedFactory.create_batch(count, area=area)
    SolutionFactory.create_batch(count, area=area)

    with django_assert_num_queries(3):
        client.get(area.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_a_needs_page_takes_five_queries_however_many_solutions(client, count, django_assert_num_queries):
    need = NeedFactory()
    for solution in SolutionFactory.create_batch(count):
        solution.needs.add(need)

    with django_assert_num_queries(5):
        client.get(need.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_a_solutions_page_takes_three_queries_however_much_evidence(client, count, django_assert_num_queries):
    solution = SolutionFactory()
    EvidenceFactory.create_batch(count, solution=solution)
    solution.needs.add(*NeedFactory.create_batch(count))

    with django_assert_num_queries(3):
        client.get(solution.get_absolute_url())


def test_the_list_can_be_narrowed_to_an_area(client):
    SolutionFactory(title="Peer support", area=AreaFactory(slug="systems"))
    SolutionFactory(title="Safety plans")

    page = client.get(LIST, {"area": "systems"}).content.decode()

    assert "Peer support" in page
    assert "Safety plans" not in page


@pytest.mark.parametrize("status", [Solution.Status.DRAFT, Solution.Status.ARCHIVED])
def test_a_solution_that_is_not_published_has_no_page(client, status):
    solution = SolutionFactory(status=status)

    assert client.get(solution.get_absolute_url()).status_code == 404
    assert solution.title not in client.get(LIST).content.decode()


def test_a_solution_links_to_its_guidelines_and_says_that_the_match_is_ours(client):
    evidence = EvidenceFactory(source__title="Self-harm", source__url="https://www.nice.org.uk/guidance/ng225")

    page = text_of(client, evidence.solution)

    assert '<a href="https://www.nice.org.uk/guidance/ng225">Self-harm</a>' in page
    assert "Related guideline; the match is ours" in page


def test_a_solution_shows_for_whom_it_is_and_which_needs_it_meets(client):
    solution = SolutionFactory(population="School pupils")
    solution.needs.add(NeedFactory(title="Long waits"), NeedFactory(title="Hidden", status=Need.Status.REJECTED))

    page = text_of(client, solution)

    assert "School pupils" in page
    assert "Long waits" in page
    assert "Hidden" not in page


@pytest.mark.parametrize(("provenance", "label"), Provenance.choices)
def test_every_page_shows_where_its_entry_comes_from(client, provenance, label):
    area = AreaFactory(provenance=provenance)
    need = NeedFactory(provenance=provenance, area=area)
    solution = SolutionFactory(provenance=provenance, provenance_note="Seen on a web page.", area=area)

    pages = [text_of(client, thing) for thing in (area, need, solution)]

    assert all(f"{label}</strong>" in page for page in pages)
    assert all("starting set that curators edit" in page for page in pages)
    assert "Seen on a web page." in pages[2]


def test_an_area_shows_its_needs_and_its_solutions(client):
    need = NeedFactory(title="Long waits")
    SolutionFactory(title="Peer support", area=need.area)
    SolutionFactory(title="Elsewhere")

    page = text_of(client, need.area)

    assert "1 unmet need and 1 solution" in page
    assert "Long waits" in page
    assert "Peer support" in page
    assert "Elsewhere" not in page


def test_a_need_shows_its_documents_and_the_solutions_that_meet_it(client):
    need = NeedFactory(provenance=Provenance.POLICY)
    need.sources.add(SourceFactory(kind="policy", title="Long Term Plan", url="", seen_at=["https://example.org/plan"]))
    SolutionFactory(title="Peer support").needs.add(need)

    page = text_of(client, need)

    assert "Long Term Plan" in page
    assert 'href="https://example.org/plan"' in page
    assert "Peer support" in page


def test_a_merged_need_keeps_its_text_and_leads_to_its_target(client):
    target = NeedFactory(title="Long waits")
    merged = NeedFactory(
        title="My own words", status=Need.Status.MERGED, merged_into=target, status_reason="Both are about waiting."
    )

    pages = text_of(client, merged), text_of(client, target)

    assert "My own words" in pages[0]
    assert "Both are about waiting." in pages[0]
    assert target.get_absolute_url() in pages[0]
    assert "My own words" in pages[1]


def test_merged_needs_stand_on_the_targets_page_with_their_own_text_and_reason(client):
    target = NeedFactory(title="Long waits")
    NeedFactory(
        title="My title",
        detail="My own words",
        status=Need.Status.MERGED,
        merged_into=target,
        status_reason="Both are about waiting.",
    )

    page = text_of(client, target)

    assert all(text in page for text in ("My title", "My own words", "Both are about waiting."))


@pytest.fixture
def chain(curator):
    """One need merged into a second with a document of its own, and that one into a third."""
    first, second = NeedFactory(title="The first words", status="submitted"), NeedFactory(title="The second words")
    third = NeedFactory(title="The words that stay")
    first.sources.add(SourceFactory(title="A report from Leeds"))
    merge_need(need=first, target=second, reason="The same wait.", by=curator)
    merge_need(need=second, target=third, reason="The same again.", by=curator)
    return first, second, third


def test_a_need_lists_all_that_were_merged_into_it_and_what_they_brought(client, chain):
    page = text_of(client, chain[2])

    assert all(text in page for text in ("The first words", "The same wait.", "The second words", "The same again."))
    assert f"by way of {chain[1].code}" in page
    assert "Documents it brought" in page
    assert page.count("A report from Leeds") == 3  # as the need's own document, and with both that brought it


def test_the_address_of_a_merged_need_leads_all_the_way_and_keeps_its_documents(client, chain):
    page = text_of(client, chain[0])

    assert [need.get_absolute_url() in page for need in chain[1:]] == [True, True]
    assert "A report from Leeds" in page


@pytest.mark.parametrize(("people", "says"), [(7, "Fewer than 8 people"), (9, "9 people who signed in")])
def test_a_need_says_how_many_support_it_when_they_are_enough(client, people, says):
    need = NeedFactory()
    NeedSupportFactory.create_batch(people, need=need)

    assert says in text_of(client, need)


def test_a_visitor_is_asked_to_sign_in_to_support_a_need(client):
    need = NeedFactory()

    page = text_of(client, need)

    assert f"/accounts/login/?next={need.get_absolute_url()}" in page
    assert "This is my need, too" not in page


def test_somebody_who_supports_a_need_can_take_it_back(client, stakeholder):
    need = NeedSupportFactory(user=stakeholder).need
    client.force_login(stakeholder)

    assert "Take back my support" in text_of(client, need)


@pytest.mark.parametrize("count", [1, 3])
def test_the_path_takes_six_queries_however_long_the_lists(client, count, django_assert_num_queries):
    for solution in SolutionFactory.create_batch(count):
        solution.needs.add(*NeedFactory.create_batch(count))

    with django_assert_num_queries(6):
        page = client.get(PATH).content.decode()

    assert f"{count} solution" in page


def test_the_path_shows_the_same_numbers_as_picture_table_and_sentence(client):
    target = NeedFactory()
    NeedFactory.create_batch(4, status=Need.Status.MERGED, merged_into=target)

    page = client.get(PATH).content.decode()

    assert ">4</text>" in page
    assert "left here: merged into another need" in page
    assert "4 were merged into another need" in page


def test_the_path_counts_the_steps_in_the_history_of_needs(client):
    NeedStatusChangeFactory.create_batch(3, act="reworded")

    acts = client.get(PATH).context["acts"]

    assert acts == [("Published wording changed", 3)]


@pytest.mark.parametrize(
    "thing",
    [PATH, LIST, "/needs/", "/needs/submit/", "/open-data/"],
)
def test_public_pages_say_what_they_are_and_which_address_is_theirs(client, settings, thing):
    settings.SITE_URL = "https://priorities.example.org"

    page = client.get(thing, {"q": "x", "utm": "y"}, headers={"host": "testserver"}).content.decode()

    assert f'<link rel="canonical" href="https://priorities.example.org{thing}">' in page
    assert '<meta name="description" content="' in page


def test_a_later_page_of_a_list_has_its_own_address(client):
    NeedFactory.create_batch(101, area=AreaFactory())

    page = client.get("/needs/", {"page": "2"}).content.decode()

    assert 'rel="canonical" href="http://testserver/needs/?page=2"' in page


@pytest.mark.parametrize("address", ["/needs/N00/", "/areas/none/", "/solutions/S00/", "/needs/%00/", "/needs/a'b/"])
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404
