"""One spelling for each e-mail address."""

import unicodedata


def normalise_email(email: str) -> str:
    """Fold look-alike characters and case, as the unique constraint on the table does."""
    return unicodedata.normalize("NFKC", email).strip().lower()
