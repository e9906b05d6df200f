"""Where the views of corrections are registered."""

from flask import Blueprint

blueprint = Blueprint("corrections", __name__)
