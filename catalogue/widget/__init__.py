"""The widget: a partner's page shows the four questions and the first ten measures. It knows no visitor and keeps nothing."""
