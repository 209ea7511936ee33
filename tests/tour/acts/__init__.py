"""What the operator does, an act a function: keys pressed, and what the screen must then show."""
