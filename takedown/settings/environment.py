"""Settings from the environment, or from the file that NAME_FILE names: how secrets are handed in."""

import environ
from environ.fileaware_mapping import FileAwareMapping


class _OneLine(FileAwareMapping):
    """A file of a secret ends with the end of its line; the secret does not."""

    def __getitem__(self, key: str) -> str:
        value: str = super().__getitem__(key)
        return value.rstrip("\r\n")


class Environment(environ.FileAwareEnv):
    """``env.str("NAME")`` reads NAME, or the file at NAME_FILE, which goes before."""

    ENVIRON = _OneLine()
