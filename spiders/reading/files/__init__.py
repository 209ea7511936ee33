"""Files (附件) → their text, within bounds. Pure: bytes in, pieces of text out; each format has a file of its own.

The files are strangers' and some mean harm, so nothing here is called but in the confined process of
``spiders.attachments``; what a format's library does to that process costs that file only.
"""
