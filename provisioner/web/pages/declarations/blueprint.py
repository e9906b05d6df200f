"""Where the views of declarations are registered."""

from uuid import UUID

from flask import Blueprint, url_for

blueprint = Blueprint("declarations", __name__)


def address(case_id: UUID) -> str:
    """The page of a declaration."""
    return url_for("declarations.show", case_id=case_id)
