"""Places: communes and hamlets on a date, boundaries, coordinates, distances."""
