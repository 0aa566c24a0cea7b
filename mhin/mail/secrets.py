"""Links that only the addressee may know.

The database holds a random nonce; the secret is made from it with SECRET_KEY while the mail is sent, and then the nonce
is forgotten. Whoever reads the database alone, or a backup of it, cannot make the link.
"""

import base64
import secrets

from django.utils.crypto import salted_hmac

SECRET_MARK = "[secret]"  # noqa: S105 -- what stands in a queued text until it is sent
SALT = "mhin.mail.secrets"


def new_nonce() -> str:
    return secrets.token_hex(32)


def secret_from(nonce: str) -> str:
    """256 bits, in letters that stay whole in an address."""
    digest = salted_hmac(SALT, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
