"""Networks to try a server in, and links to look at: what `lessor lab`, `serve` and `client` do."""
