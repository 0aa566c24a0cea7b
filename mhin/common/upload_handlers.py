"""How much of an upload is taken in at all, on every page: an unread file fills neither memory nor disk."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from mhin.common.uploads import MOST_BYTES

UNREAD_BYTES = 20 * MOST_BYTES  # beyond this the sender is not somebody who picked the wrong file


class CappedUploadHandler(FileUploadHandler):
    """First of the handlers. Drops a file that is too large, and the form can say so."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        if content_length > UNREAD_BYTES:
            raise RequestDataTooBig(f"An upload of {content_length} bytes was not read.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            self.request.upload_was_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps the file."""


def upload_was_too_large(request: Any) -> bool:
    """Whether a file of this request was dropped. To be asked after its form data was read."""
    return getattr(request, "upload_was_too_large", False)
