from django.urls import path

from needs import views

app_name = "needs"
urlpatterns = [
    path("needs/", views.list_needs, name="need-list"),
    path("needs/submit/", views.send_need, name="need-submit"),
    path("needs/submitted/", views.thank_submitter, name="need-submitted"),
]
