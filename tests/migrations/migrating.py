"""`provisioner migrate` in a process of its own, begun when it is told to: `python -m tests.migrations.migrating`."""

import sys

from provisioner.cli.schema import migrate_database

if __name__ == "__main__":
    print("ready", flush=True)
    sys.stdin.readline()
    migrate_database([])
