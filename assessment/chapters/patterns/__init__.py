"""A priority's pattern: what lies behind it, whom it touches, where it gathers."""
