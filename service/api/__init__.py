"""HTTP, version 1: routes, their schemas, and errors turned into one shape."""
