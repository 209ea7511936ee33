"""A project as people have it: written for scrapy-redis, and knowing nothing of Xuncha."""
