from django.urls import path

from solutions import views

app_name = "solutions"
urlpatterns = [
    path("needs/<slug:code>/", views.show_need, name="need-detail"),
    path("areas/<slug:slug>/", views.show_area, name="area-detail"),
    path("solutions/", views.list_solutions, name="solution-list"),
    path("solutions/<slug:code>/", views.show_solution, name="solution-detail"),
]
