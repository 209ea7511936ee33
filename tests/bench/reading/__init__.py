"""How well the reading reads: a folder of labelled pages is read, and every value compared with its label."""
