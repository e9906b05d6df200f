"""Where the pages of the outgoing post stand."""

from flask import Blueprint

blueprint = Blueprint("post", __name__)
