"""The hands: what the operator sees and does."""
