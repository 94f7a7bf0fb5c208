"""The console: daily work of support advisors."""
