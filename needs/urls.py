from django.urls import path

from needs.views import browse, submit

app_name = "needs"
urlpatterns = [
    path("needs/", browse.list_needs, name="need-list"),
    path("needs/submit/", submit.send_need, name="need-submit"),
    path("needs/similar/", submit.suggest_similar, name="need-similar"),
    path("needs/submitted/<str:receipt>/", submit.follow_submission, name="need-submitted"),
    # /needs/<code>/ lies in the room of solutions, because it shows them
    path("needs/<slug:code>/support/", browse.support, name="need-support"),
]
