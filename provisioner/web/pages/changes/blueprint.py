"""Where the views of changes of data are registered."""

from flask import Blueprint

blueprint = Blueprint("changes", __name__)
