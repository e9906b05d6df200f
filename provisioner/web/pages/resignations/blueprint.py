"""Where the views of resignations are registered."""

from uuid import UUID

from flask import Blueprint, url_for

blueprint = Blueprint("resignations", __name__)


def address(case_id: UUID) -> str:
    """The page of a resignation."""
    return url_for("resignations.show", case_id=case_id)
