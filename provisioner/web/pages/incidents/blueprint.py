"""Where the views of incidents are registered."""

from flask import Blueprint

blueprint = Blueprint("incidents", __name__)
