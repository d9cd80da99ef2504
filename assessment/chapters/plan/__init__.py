"""How far a plan was carried out: its measures judged against their baseline, and what an earlier edition said."""
