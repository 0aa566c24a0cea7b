"""Refusing an archive that is more than a plain XLSX workbook, before any reader opens it."""

import io
import stat
import zipfile
import zlib
from typing import IO, Any
from xml.parsers import expat

from .limits import MOST_ENTRIES, MOST_RATIO, MOST_UNZIPPED_BYTES, UploadRefused

_DIRECTORY_BYTES = 64 * 1024
_END = b"PK\x05\x06"
_END_BYTES = 22
_HEADER_BYTES = 30
_EXTRA_BYTES = 1024  # Excel pads here
_DESCRIPTOR_BYTES = 24  # what may follow an entry's data, at most
_PARTS = (".xml", ".rels", ".vml")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf")
_NESTED = (b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\xd0\xcf\x11\xe0", b"MZ", b"BZh", b"\xfd7zX")
_MACRO_NAMES = ("vbaproject", "macrosheets/", "activex/", "customui/", "ctrlprops/")
_LINK_NAMES = ("externallinks/", "connections.xml", "querytables/", "embeddings/", "webextensions/")


def check_archive(content: bytes) -> None:
    """Refuse every archive that is more than a plain XLSX workbook, before any reader opens it."""
    with _opened(content) as archive:
        entries = archive.infolist()
        _check_names(entries)
        _check_sizes(entries)
        _check_layout(entries, content, archive.start_dir)
        for entry in entries:
            if not entry.is_dir():
                _check_part(archive, entry)


def _opened(content: bytes) -> zipfile.ZipFile:
    """The directory's size is checked first: a reader takes it all into memory."""
    end = len(content) - _END_BYTES
    if not content.startswith(b"PK\x03\x04") or end < 0 or content.rfind(_END) != end:
        raise UploadRefused("The workbook is damaged, or something is hidden before or behind it. Save it anew.")
    count, size, offset = (_number(content, end + at, width) for at, width in ((10, 2), (12, 4), (16, 4)))
    if count > MOST_ENTRIES:
        raise UploadRefused(f"The file holds {count:,} files; a workbook may have {MOST_ENTRIES}.")
    if size > _DIRECTORY_BYTES or offset + size != end:
        raise UploadRefused("The workbook's own directory is wrong. Save it anew.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise UploadRefused("The workbook is damaged. Save it anew.") from None
    if len(archive.infolist()) != count:
        raise UploadRefused("The workbook's own directory is wrong. Save it anew.")
    return archive


def _number(content: bytes, start: int, width: int) -> int:
    return int.from_bytes(content[start : start + width], "little")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.orig_filename for entry in entries]
    lower = [name.lower() for name in names]
    for name in names:
        steps = name.replace("\\", "/").split("/")
        if ".." in steps or name.startswith(("/", "\\")) or ":" in name or "\\" in name or "\x00" in name:
            raise UploadRefused("A file inside the workbook has a name that leads out of it.")
    if len(set(lower)) != len(lower):
        raise UploadRefused("Two files inside the workbook have the same name.")
    if any(part in name for name in lower for part in _MACRO_NAMES) or "xl/workbook.bin" in lower:
        raise UploadRefused("The workbook holds macros. Save it as an Excel workbook (.xlsx) without macros.")
    if any(part in name for name in lower for part in _LINK_NAMES):
        raise UploadRefused("The workbook holds links to other files. Break the links, and save it again.")
    if not {"[content_types].xml", "xl/workbook.xml"} <= set(lower):
        raise UploadRefused("The file is a zip file, but not an Excel workbook (.xlsx).")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UploadRefused("The workbook is encrypted. Save it without a password.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UploadRefused("The workbook is packed in an unusual way. Save it anew.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise UploadRefused("A file inside the workbook is a link to another file.")
        if entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise UploadRefused(f"The workbook grows more than {MOST_RATIO} times when it is unpacked.")
    if sum(entry.file_size for entry in entries) > MOST_UNZIPPED_BYTES:
        raise UploadRefused(
            f"The workbook is larger than {MOST_UNZIPPED_BYTES // 1024 // 1024} MB when it is unpacked."
        )


def _check_layout(entries: list[zipfile.ZipInfo], content: bytes, end: int) -> None:
    """Entries follow one another without overlap and without room for anything else."""
    place = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        gap = entry.header_offset - place
        if gap < 0 or gap > (_DESCRIPTOR_BYTES if place else 0):
            raise UploadRefused("Files inside the workbook overlap, or something is hidden between them.")
        name, extra = (_number(content, entry.header_offset + at, 2) for at in (26, 28))
        if extra > _EXTRA_BYTES:
            raise UploadRefused("Something is hidden inside the workbook. Save it anew.")
        place = entry.header_offset + _HEADER_BYTES + name + extra + entry.compress_size
    if not 0 <= end - place <= _DESCRIPTOR_BYTES:
        raise UploadRefused("Something is hidden inside the workbook.")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    try:
        with archive.open(entry) as part:
            start = part.read(4)
            part.seek(0)
            if start.startswith(_NESTED):
                raise UploadRefused("The workbook holds another archive or a program.")
            if name.endswith(_PARTS):
                _check_xml(part, name, start)
            elif not name.endswith(_PICTURES) and not name.startswith("xl/printersettings/"):
                raise UploadRefused("The workbook holds a file that a table does not need. Save it anew.")
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError):
        raise UploadRefused("The workbook is damaged. Save it anew.") from None


def _check_xml(part: IO[bytes], name: str, start: bytes) -> None:
    """No document type, so no entities; UTF-8 alone, so that every reader sees the same."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_entities
    parser.XmlDeclHandler = _refuse_other_encodings
    if start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
        raise UploadRefused("The workbook's text is not in UTF-8. Save it anew.")
    if name.endswith(".rels"):
        parser.StartElementHandler = _refuse_links
    elif name == "[content_types].xml":
        parser.StartElementHandler = _refuse_macros
    parser.ParseFile(part)


def _refuse_entities(*_: Any) -> None:
    raise UploadRefused("The workbook defines entities or a document type, which a table does not need.")


def _refuse_other_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise UploadRefused("The workbook's text is not in UTF-8. Save it anew.")


def _refuse_links(_tag: str, attributes: dict[str, str]) -> None:
    """A web address in a cell is a link, too, but one that only a person follows."""
    external = attributes.get("TargetMode", "").lower() == "external"
    if external and not attributes.get("Type", "").lower().endswith("/hyperlink"):
        raise UploadRefused("The workbook holds links to other files. Break the links, and save it again.")


def _refuse_macros(_tag: str, attributes: dict[str, str]) -> None:
    kind = attributes.get("ContentType", "").lower()
    if any(word in kind for word in ("macro", "vba", "activex")):
        raise UploadRefused("The workbook holds macros. Save it as an Excel workbook (.xlsx) without macros.")
