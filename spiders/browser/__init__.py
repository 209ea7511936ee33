"""The browser (extra ``browser``): pages whose list only a script can show, shown by Debian's Chromium and read then.

Playwright's own API drives it, not scrapy-playwright: that is a handler of Twisted's HTTP/1.1 client which insists on a
reactor, and this worker has none; nor would it leave every request of a page to the guarded download path.
Nothing here is imported, and no process begun, unless the setting ``browser`` is on.
"""
