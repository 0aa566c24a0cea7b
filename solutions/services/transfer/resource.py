"""A table of the catalogue as django-import-export sees it: records with codes, never rows of the database.

A preview therefore writes nothing and locks nothing, and a row may name another that the same file brings.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from types import SimpleNamespace
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource

from solutions.services.transfer.cells import ReferenceCell


class Record(SimpleNamespace):
    """One row of a table. `new` says that the catalogue does not have it."""

    new: bool


def column(name: str, cell: Any) -> Field:
    return Field(attribute=name, column_name=name, widget=cell)


class TableResource(Resource):
    """Columns are fields; `key` are those that name a row."""

    sheet: ClassVar[str]
    model: ClassVar[type[Model]]
    key: ClassVar[tuple[str, ...]] = ("code",)

    class Meta:
        instance_loader_class = BaseInstanceLoader
        import_id_fields = ()
        using_db = "default"
        skip_unchanged = True
        skip_html_diff = True
        use_bulk = True  # no savepoint for each row: a plan writes nothing, and a write is all or nothing
        store_instance = True

    def __init__(self) -> None:
        super().__init__()
        self.records: dict[tuple[str, ...], Record] = {}
        self.seen: set[tuple[str, ...]] = set()
        self.checks = [item for item in self.model._meta.constraints if isinstance(item, CheckConstraint)]
        self.answers: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self.by: Any = None
        self.note = ""

    # What the catalogue holds

    def load(self) -> None:
        """Read every row of the catalogue once."""
        self.records = {self.key_of(record): record for record in self.read_records()}

    def read_records(self) -> Iterable[Record]:
        raise NotImplementedError

    def key_of(self, record: Record) -> tuple[str, ...]:
        return tuple(getattr(record, name) for name in self.key)

    def know(self, kind: str, codes: Iterable[str]) -> None:
        """Let cells name rows of this kind."""
        for field in self.fields.values():
            if isinstance(field.widget, ReferenceCell) and field.widget.kind == kind:
                field.widget.known = set(codes)

    # What django-import-export asks

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Record | None:
        key = tuple(self._cleaned_key(name, row) for name in self.key)
        if key in self.seen:
            raise ValidationError({self.key[0]: f"{' and '.join(key)} stands in an earlier row already."})
        self.seen.add(key)
        found = self.records.get(key)
        return copy(found) if found else None

    def _cleaned_key(self, name: str, row: Mapping[str, Any]) -> str:
        try:
            return self.fields[name].clean(row)
        except ValueError as error:
            raise ValidationError({name: str(error)}) from None

    def init_instance(self, row: Mapping[str, Any] | None = None) -> Record:
        return Record(new=True, **dict.fromkeys(self.fields))

    def validate_instance(
        self, instance: Record, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        errors: dict[str, Any] = dict(import_validation_errors or {})
        original = None if instance.new else self.records[self.key_of(instance)]
        if not errors:
            errors = self._faults_of_the_model(instance)
        if not errors:
            errors = self.faults(instance, original)
        if errors:
            raise ValidationError(errors)

    def _faults_of_the_model(self, record: Record) -> dict[str, Any]:
        """What the model's own fields and checks refuse."""
        row = self.model(**self.model_values(record))
        unread = {field.name for field in self.model._meta.fields} - set(self.model_values(record))
        try:
            row.clean_fields(exclude=unread)
        except ValidationError as error:
            return error.error_dict
        faults = [text for constraint in self.checks for text in self._broken(constraint, row)]
        return {self.key[0]: faults} if faults else {}

    def _broken(self, constraint: CheckConstraint, row: Model) -> list[str]:
        """Ask the database whether a check holds, once for each set of values that it speaks of."""
        condition: Any = constraint.condition
        names = sorted(condition.referenced_base_fields - {"pk"})
        fields: list[Any] = [self.model._meta.get_field(name) for name in names]
        values = tuple(str(getattr(row, field.attname)) for field in fields)
        if (constraint.name, values) not in self.answers:
            try:
                constraint.validate(self.model, row)
                self.answers[constraint.name, values] = []
            except ValidationError as error:
                self.answers[constraint.name, values] = error.messages
        return self.answers[constraint.name, values]

    def model_values(self, record: Record) -> dict[str, Any]:
        """The record's values that are plain fields of the model."""
        raise NotImplementedError

    def faults(self, record: Record, original: Record | None) -> dict[str, str]:
        """Rules of this table that need the state before; by column."""
        return {}

    def save_instance(self, instance: Record, is_create: bool, row: Mapping[str, Any], **kwargs: Any) -> None:
        if not kwargs["dry_run"]:
            self.write(instance, None if is_create else self.records[self.key_of(instance)])

    def save_m2m(self, instance: Record, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Links are written with the row."""

    def write(self, record: Record, original: Record | None) -> None:
        raise NotImplementedError

    def differing(self, record: Record, original: Record | None, names: Iterable[str]) -> dict[str, Any]:
        values = {name: getattr(record, name) for name in names}
        return {name: value for name, value in values.items() if original is None or getattr(original, name) != value}
