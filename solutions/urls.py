from django.urls import path

from solutions.views import catalogue, open_data, transfer
from solutions.views import path as path_views

app_name = "solutions"
urlpatterns = [
    path("needs/path/", path_views.show_path, name="path"),
    path("needs/<slug:code>/", catalogue.show_need, name="need-detail"),
    path("catalogue/imports/", transfer.bring_file, name="import-list"),
    path("catalogue/imports/<uuid:pk>/", transfer.show_import, name="import-detail"),
    path("catalogue/export/", transfer.take_out, name="export"),
    path("areas/<slug:slug>/", catalogue.show_area, name="area-detail"),
    path("solutions/", catalogue.list_solutions, name="solution-list"),
    path("solutions/<slug:code>/", catalogue.show_solution, name="solution-detail"),
    path("open-data/", open_data.show_open_data, name="open-data"),
    path("open-data/<slug:name>.csv", open_data.take_csv, name="open-data-csv"),
    path("open-data/<slug:name>.json", open_data.take_json, name="open-data-json"),
]
