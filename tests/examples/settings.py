"""The settings of a scrapy-redis project. Only ``SCHEDULER`` changes to run it on the leased frontier."""

SPIDER_MODULES = ["tests.examples.notices"]
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

SCHEDULER = "scrapy_redis.scheduler.Scheduler"  # or "spiders.dropin.LeasedScheduler"
DUPEFILTER_CLASS = "scrapy_redis.dupefilter.RFPDupeFilter"
SCHEDULER_PERSIST = True
ITEM_PIPELINES = {"scrapy_redis.pipelines.RedisPipeline": 300}

CONCURRENT_REQUESTS = 8
CONCURRENT_REQUESTS_PER_DOMAIN = 8
DOWNLOAD_DELAY = 0
RETRY_TIMES = 1
MAX_IDLE_TIME_BEFORE_CLOSE = 1
LOG_LEVEL = "ERROR"
