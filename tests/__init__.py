"""Behaviour of the four rooms, on real parts."""
