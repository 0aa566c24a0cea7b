from django.urls import path

from ratings.views import rating, rounds, taking_part, weights

app_name = "ratings"
urlpatterns = [
    # /rounds/
    path("rounds/", rounds.list_rounds, name="round-list"),
    path("rounds/<slug:slug>/", rounds.show_round, name="round-detail"),
    path("rounds/<slug:slug>/results/", rounds.show_results, name="round-results"),
    # /rounds/<slug>/, one's own part
    path("rounds/<slug:slug>/join/", taking_part.join, name="round-join"),
    path("rounds/<slug:slug>/rate/", rating.show_overview, name="rate"),
    path("rounds/<slug:slug>/rate/next/", rating.resume, name="rate-next"),
    path("rounds/<slug:slug>/rate/matrix/", rating.show_matrix, name="rate-matrix"),
    path("rounds/<slug:slug>/rate/<str:code>/", rating.rate_solution, name="rate-solution"),
    path("rounds/<slug:slug>/weights/", weights.give_weights, name="weights"),
    path("rounds/<slug:slug>/review/", taking_part.review, name="review"),
    path("rounds/<slug:slug>/thank-you/", taking_part.thank, name="thank-you"),
]
