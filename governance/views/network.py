"""Who decides: the network, its bodies and the groups that take part."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from governance.selectors.bodies import bodies_with_links, bodies_with_members, links_between_bodies, stakeholder_groups
from governance.selectors.decisions import recorded_decisions
from governance.selectors.diagram import draw_structure
from governance.selectors.network import network_facts
from mhin.common.access import public

LATEST = 5


@public
def show_overview(request: HttpRequest) -> HttpResponse:
    bodies, links = list(bodies_with_members()), list(links_between_bodies())
    context = {
        "network": network_facts(),
        "bodies": bodies,
        "links": links,
        "diagram": draw_structure(bodies, links),
        "groups": stakeholder_groups(),
        "decisions": recorded_decisions()[:LATEST],
    }
    return render(request, "governance/overview.html", context)


@public
def show_body(request: HttpRequest, code: str) -> HttpResponse:
    body = get_object_or_404(bodies_with_links(), code=code)
    context = {"body": body, "decisions": recorded_decisions().filter(body=body)}
    return render(request, "governance/body_detail.html", context)
