"""The desk's pages: render what queries give, call use cases, hold no rule of the office."""
