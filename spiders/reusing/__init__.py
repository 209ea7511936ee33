"""What an earlier inspection kept, used again: pages are asked for only if they have changed."""
