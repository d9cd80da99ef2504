"""The Indices of Deprivation, release by release, and crime across the deciles."""
