"""From what was earned to what is paid: parts, clawback, corrections, draws, guarantees, balances."""
