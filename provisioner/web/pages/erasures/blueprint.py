"""Where the views of requests to erase are registered."""

from flask import Blueprint

blueprint = Blueprint("erasures", __name__)
