"""The judgement: what the facts mean. A check judges and never fetches."""
