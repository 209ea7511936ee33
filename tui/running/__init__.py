"""One inspection on this machine, from what an operator gives to the files that come out."""
