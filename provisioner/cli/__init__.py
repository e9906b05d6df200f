"""One command line, `provisioner …`; the only room that puts real adapters into use cases."""
