"""Writes lines until it is killed: `python -m tests.journal.endless DATABASE_URL` prints the number of each."""

import sys
from itertools import count

from tests.journal.desk import opened, write

if __name__ == "__main__":
    with opened(sys.argv[1]) as database:
        for number in count(1):
            with database.transaction() as session:
                write(session, f"line {number}")
                write(session, f"line {number} again")
            print(number, flush=True)
