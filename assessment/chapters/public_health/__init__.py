"""What health data tell of drugs, alcohol and mental health."""
