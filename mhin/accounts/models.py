"""A person who signs in. What they said in a round is kept apart, in ratings."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Lower, Now

from mhin.accounts.emails import normalise_email


class NormaliseNFKC(models.Func):
    """Look-alike characters in one e-mail address are one address."""

    template = "normalize(%(expressions)s, NFKC)"
    output_field = models.TextField()


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField("full name", max_length=150, blank=True)
    is_active = models.BooleanField("active", default=True, help_text="Untick this instead of deleting an account.")
    is_staff = models.BooleanField("may open the admin pages", default=False)
    date_joined = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        permissions = [("erase_user", "Can erase a person")]
        constraints = [
            models.UniqueConstraint(
                Lower(NormaliseNFKC("email")),
                name="accounts_user_email_unique",
                violation_error_message="There is an account with this e-mail address already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Erasure(models.Model):
    """Append-only: somebody was erased. The address itself is gone; only its keyed fingerprint can be recognised.

    After a backup was restored it says whom to erase again, and an administrator's list of guests is held against it.
    """

    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=TransactionNow(), help_text="Its transaction; the audit log looks for it.")

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["at"], name="accounts_erasure_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="accounts_erasure_fingerprint_is_one"
            ),
            models.UniqueConstraint(fields=["fingerprint", "at"], name="accounts_erasure_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
