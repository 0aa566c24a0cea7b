"""PDF files from HTML, where the optional WeasyPrint and the library it lays text out with are installed."""

from functools import cache
from types import ModuleType


class PdfUnavailableError(RuntimeError):
    """This server makes no PDF; the page offers another way."""


@cache
def _weasyprint() -> ModuleType | None:
    try:
        import weasyprint  # noqa: PLC0415 -- an optional extra, and slow to load
    except (ImportError, OSError):  # OSError: Pango is missing
        return None
    return weasyprint


def can_make_pdf() -> bool:
    return _weasyprint() is not None


def make_pdf(html: str, *, style_sheet: str | None = None) -> bytes:
    """An accessible PDF (PDF/UA); nothing is loaded from anywhere. Raises PdfUnavailableError."""
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise PdfUnavailableError
    styles = [weasyprint.CSS(filename=style_sheet)] if style_sheet else []
    return bytes(weasyprint.HTML(string=html).write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1"))
