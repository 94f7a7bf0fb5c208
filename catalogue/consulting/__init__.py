"""What an advisor's work knows beyond the rules: overrides, statuses, what has changed and why, who did what. No words, no pages."""
