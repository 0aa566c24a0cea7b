"""How static files are named when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):
    """Hashed names also where a script of ours imports another, so that modules can import as plain files do.

    Django's own switch for this reads the scripts of other packages as well, and stumbles over names they import.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r"""(?P<matched> from "(?P<url>[^"]+)")""", ' from "%(url)s"'),)),
    )
