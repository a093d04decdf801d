"""A built site → where readers are: a directory, a branch, object storage."""
