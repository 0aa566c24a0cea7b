from io import StringIO

import pytest
from django.core.management import call_command

from needs.models import Need

pytestmark = pytest.mark.django_db


def test_the_command_loads_the_portals_own_catalogue_and_prints_counts():
    out = StringIO()

    call_command("load_catalogue", stdout=out)

    assert "needs: 91 added, 0 changed, 0 unchanged" in out.getvalue()
    assert "solutions: 22 added, 0 changed, 0 unchanged" in out.getvalue()


def test_the_command_names_a_missing_file(tmp_path):
    error = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("load_catalogue", str(tmp_path / "none.json"), stderr=error)

    assert "none.json: there is no such file" in error.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"areas": [\n  oops]}', "line 2, column 3"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"areas": []}', "the list of need records is missing"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, content, message):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    error = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("load_catalogue", str(path), stderr=error)

    assert message in error.getvalue()
    assert not Need.objects.exists()
