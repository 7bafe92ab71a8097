"""One published method a file, the contract, and the door that plug-ins come through."""
