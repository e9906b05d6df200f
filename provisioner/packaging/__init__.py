"""How the desk is put into a Debian package and into a bundle for machines without a network; no part of the wheel."""
