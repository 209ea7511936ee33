"""A worker's side of the frontier: leases claimed and settled, and what of them Scrapy sees."""
