from django.urls import path

from governance.views import (
    actions,
    board,
    catalogue,
    changes,
    comparison,
    decisions,
    network,
    people,
    results,
    take_away,
)

app_name = "governance"
urlpatterns = [
    # /board/
    path("board/", board.list_boards, name="board-list"),
    path("board/<slug:slug>/", board.show_board, name="board"),
    path("board/<slug:slug>/runs/<int:number>/", board.show_board, name="board-run"),
    path("board/<slug:slug>/newer-than/<int:number>/", board.show_newer, name="board-newer"),
    path("board/<slug:slug>/changes/", changes.show_changes, name="board-changes"),
    path("board/<slug:slug>/agreement/", people.show_agreement, name="board-agreement"),
    path("board/<slug:slug>/agenda/", people.show_agenda, name="board-agenda"),
    path("board/<slug:slug>/people/", people.show_people, name="board-people"),
    path("board/<slug:slug>/solutions/<str:code>/", board.show_solution, name="board-solution"),
    path("board/<slug:slug>/compare/", comparison.show_comparison, name="board-compare"),
    path("board/<slug:slug>/take-away/", take_away.show_take_away, name="board-take-away"),
    path("board/<slug:slug>/runs/<int:number>/<slug:kind>/", take_away.take_run, name="board-download"),
    path("board/<slug:slug>/projector/", take_away.show_projector, name="board-projector"),
    # /rounds/
    path("rounds/<slug:slug>/results/", results.show_results, name="round-results"),
    path("rounds/<slug:slug>/results/<slug:kind>/", results.take_results, name="round-results-file"),
    # /governance/
    path("governance/", network.show_overview, name="overview"),
    path("governance/catalogue/", catalogue.show_health, name="catalogue-health"),
    path("governance/bodies/<slug:code>/", network.show_body, name="body-detail"),
    path("governance/decisions/", decisions.list_decisions, name="decision-list"),
    path("governance/decisions/record/", decisions.choose_round, name="decision-record"),
    path("governance/decisions/record/<slug:slug>/", decisions.record, name="decision-record-round"),
    path("governance/decisions/record/<slug:slug>/runs/<int:number>/", decisions.record, name="decision-record-run"),
    path("governance/decisions/<int:pk>/", decisions.show_decision, name="decision-detail"),
    path("governance/decisions/<int:pk>/actions/add/", actions.add, name="decision-action-add"),
    path("governance/decisions/<int:pk>/actions/<int:action>/", actions.change, name="decision-action-change"),
]
