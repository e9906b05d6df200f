"""Where the views of requests to erase are registered."""

from uuid import UUID

from flask import Blueprint, url_for

blueprint = Blueprint("erasures", __name__)


def address(case_id: UUID) -> str:
    """The page of a request."""
    return url_for("erasures.show", request_id=case_id)
