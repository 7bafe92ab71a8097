"""Published figures made again: which cells of which paper, from what data, and how near the harness comes."""
