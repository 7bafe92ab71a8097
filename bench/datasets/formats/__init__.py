"""One layout of gold a file; `registry` knows them by name and imports a reader only when it is asked."""
