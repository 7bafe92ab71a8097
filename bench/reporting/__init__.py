"""Values into tables and pages: pure functions to text."""
