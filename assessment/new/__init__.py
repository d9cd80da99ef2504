"""A configuration for another area: from the look-ups in a raw folder, commented, never over one that is there."""
