"""Of which installation an operator's command speaks: the one its environment names, or the demo running beside it."""

import os
from collections.abc import Mapping

import click

from provisioner.local.beside import DATA_DIR, demos_environment
from provisioner.settings import Settings, load

KEY = "provisioner.here"


def environment() -> Mapping[str, str]:
    """The environment to read settings and credentials from; of a demo the command says so, once, beside its output."""
    meta = click.get_current_context().meta
    if KEY not in meta:
        meta[KEY] = _found()
    found: Mapping[str, str] = meta[KEY]
    return found


def settings() -> Settings:
    """The settings of the installation spoken of. Raises SettingsError."""
    return load(environment())


def _found() -> Mapping[str, str]:
    demo = demos_environment(os.environ)
    if demo is None:
        return os.environ
    click.echo(f"This is about the demo that is running in {demo[DATA_DIR]}.", err=True)
    return demo
