"""Import and export of the catalogue, for curators."""

from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRefresh

from mhin.common.access import permitted
from mhin.common.downloads import download
from mhin.common.upload_handlers import upload_was_too_large
from mhin.common.uploads import UploadRefused
from solutions.forms import WHOLE, ConfirmImportForm, ExportForm, UploadImportForm
from solutions.models import CatalogueImport
from solutions.selectors.transfer import import_rows, imports_of, latest_imports_of
from solutions.services.transfer.jobs import ImportRefused, cancel_import, confirm_import, upload_import
from solutions.services.transfer.taking_out import SHEETS, export_csv, export_workbook

ROWS_PER_PAGE = 50
ACTIONS = [("problem", "Problems"), ("new", "New"), ("changed", "Changed"), ("unchanged", "Unchanged")]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_MANY_BROUGHT = "You brought many files in the last hour. Wait a few minutes, then bring this one again."
TOO_MANY_TAKEN = "You took out many files in the last hour. Wait a few minutes, then try again."
Status = CatalogueImport.Status


@permitted("solutions.import_catalogue")
def bring_file(request: HttpRequest) -> HttpResponse:
    form = UploadImportForm()
    if request.method == "POST":
        form = UploadImportForm(request.POST, request.FILES, too_large=upload_was_too_large(request))
        if form.is_valid() and not consume(request, action="catalogue_import"):
            form.add_error(None, TOO_MANY_BROUGHT)
        elif form.is_valid():
            file = form.cleaned_data["file"]
            try:
                brought = upload_import(file_name=file.name, content=file.read(), by=request.user)
                return redirect("solutions:import-detail", brought.pk)
            except UploadRefused as error:
                form.add_error("file", str(error))
    context = {"form": form, "imports": latest_imports_of(request.user), "sheets": SHEETS}
    status = 429 if TOO_MANY_BROUGHT in form.non_field_errors() else 200
    return render(request, "solutions/import_list.html", context, status=status)


@permitted("solutions.import_catalogue")
def show_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of one file in every state: waiting, preview, problems, report."""
    brought = get_object_or_404(imports_of(request.user), pk=pk)
    if request.method == "POST":
        return _decide(request, brought)
    waiting = brought.status in (Status.UPLOADED, Status.CONFIRMED)
    if request.htmx:
        return (
            render(request, "solutions/_import_waiting.html", {"brought": brought})
            if waiting
            else HttpResponseClientRefresh()
        )
    counts = [(key, label, _count(brought, key)) for key, label in ACTIONS]
    shown = request.GET.get("show", "")
    if shown not in dict(ACTIONS):
        shown = next((key for key, _, count in counts if count), "")
    context = {
        "brought": brought,
        "waiting": waiting,
        "counts": counts,
        "shown": shown,
        "page": Paginator(import_rows(brought, action=shown), ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "confirm_form": ConfirmImportForm(initial={"plan": brought.plan}),
    }
    return render(request, "solutions/import_detail.html", context)


@permitted("solutions.export_catalogue")
def take_out(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST or None)
    if not form.is_valid():
        return render(request, "solutions/export.html", {"form": form})
    if not consume(request, action="catalogue_export"):
        form.add_error(None, TOO_MANY_TAKEN)
        return render(request, "solutions/export.html", {"form": form}, status=429)
    sheet = form.cleaned_data["sheet"]
    if sheet != WHOLE:
        content = export_csv(sheet=sheet, by=request.user)
        return download(content, name=f"{sheet.lower()}.csv", content_type="text/csv; charset=utf-8")
    return download(export_workbook(by=request.user), name="catalogue.xlsx", content_type=XLSX)


def _decide(request: HttpRequest, brought: CatalogueImport) -> HttpResponse:
    form = ConfirmImportForm(request.POST)
    try:
        if request.POST.get("act") == "cancel":
            cancel_import(brought=brought, by=request.user)
            messages.info(request, "The import is cancelled and the file deleted. Nothing was written.")
        elif form.is_valid():
            confirm_import(brought=brought, by=request.user, **form.cleaned_data)
    except ImportRefused as error:
        messages.error(request, str(error))
    return redirect("solutions:import-detail", brought.pk)


def _count(brought: CatalogueImport, action: str) -> int:
    return brought.problems if action == "problem" else getattr(brought, action)
