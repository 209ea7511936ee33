"""From a request to an answer: addresses guarded, names looked up, old servers spoken to, bodies bounded."""
