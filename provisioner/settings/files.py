"""Files of an installation that people write by hand: read whole, or refused with the place and what is expected."""

import tomllib
from pathlib import Path
from typing import Any

import yaml

from provisioner.settings.errors import SettingsError


def yaml_object(file: Path) -> dict[str, Any]:
    """The names and values of a YAML file. Raises SettingsError: file, place, what is expected."""
    try:
        document = yaml.safe_load(_text(file))
    except yaml.YAMLError as error:
        raise SettingsError(f"{file.name}{_place(error)}: not YAML: {_said(error)}") from None
    if not isinstance(document, dict):
        raise SettingsError(f"{file.name}: names with values are expected, like `name: value`")
    return document


def toml_object(file: Path) -> dict[str, Any]:
    """The names and values of a TOML file. Raises SettingsError: file, place, what is expected."""
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file.name}: not TOML: {error}") from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror}") from None
    except ValueError:
        raise SettingsError(f"{file}: a file of UTF-8 text is expected") from None


def _place(error: yaml.YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    return f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""


def _said(error: yaml.YAMLError) -> str:
    problem = error.problem if isinstance(error, yaml.MarkedYAMLError) else None
    return " ".join((problem or "characters that no text holds").split())
