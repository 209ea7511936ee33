"""Stock Scrapy with stock scrapy-redis, as its documentation sets it up: what our figures are compared with."""
