"""What leaves the house: the notice, its annexes, open data."""
