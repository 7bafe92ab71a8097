"""Words and pages: normalisation to keys, stems, zones; no I/O."""
