"""The decisions on a case: which forms a person gets, the doors they go through, and what stopped one."""
