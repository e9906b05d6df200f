"""The whole life of cases and accounts under faults between any two steps, with the promises looked at after each."""
