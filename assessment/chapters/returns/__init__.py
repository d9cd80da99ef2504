"""What partners return: conferences, powers, outcomes, reoffending, referrals, year beside year."""
