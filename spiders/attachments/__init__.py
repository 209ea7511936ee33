"""Attachments (附件) read in a process that can do no harm: their formats' libraries are not trusted with more."""
