"""What residents answered, and what they wrote."""
