"""Which priorities come first: criteria, scores, ranks and the judgement recorded."""
