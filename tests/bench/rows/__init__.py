"""One file a figure, or the figures of one crawl. Each gives its keys and how to take them."""
