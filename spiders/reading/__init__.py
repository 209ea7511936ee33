"""A response becomes an observation: pure functions, no Scrapy, no Redis."""
