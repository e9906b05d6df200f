"""`provisioner public`: the pages for customers, in processes of their own that hold no secret of the desk's."""

import click

from provisioner.cli.logs import set_up_logs
from provisioner.cli.opening import connect, open_journal
from provisioner.cli.web import PATIENCE_SECONDS, DeskServer
from provisioner.settings import load
from provisioner.web.app import utc_now
from provisioner.web.public_face import create_public


@click.command("public")
def serve_public() -> None:
    """Serve the pages for customers until stopped."""
    settings = load()
    set_up_logs(settings.log_format)
    settings.require("public_url", "journal_key")
    open_journal(settings).close()
    DeskServer(
        settings.public_bind, lambda: create_public(settings, connect(settings, PATIENCE_SECONDS), clock=utc_now)
    ).run()
