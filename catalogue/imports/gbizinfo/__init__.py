"""What gBizINFO (経済産業省) publishes about a corporation, as suggestions for a profile that a person confirms one by one.

    corporate number ──client.fetch──► answer ──suggestions.suggest──► suggestions

Off unless a token is given. Nothing is written, kept or logged here.
"""
