"""The parts of a realm, each with its own way of reading and writing at the admin interface."""
