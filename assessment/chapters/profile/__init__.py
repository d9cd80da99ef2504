"""The people of an area: who they are, how they live, and the comparison with England."""
