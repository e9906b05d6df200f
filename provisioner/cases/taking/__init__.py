"""Working through the queue: who has which case in hand, who has put one aside for today, and which comes next."""
