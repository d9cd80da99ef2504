"""What was received, what is wrong with it, and what that touches."""
