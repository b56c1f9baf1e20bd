"""HTTP manners of the whole application: problems, request ids, security headers, metrics."""
