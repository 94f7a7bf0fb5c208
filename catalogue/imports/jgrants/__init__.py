"""Calls 公募 from the public API of jGrants (デジタル庁), suggested for programmes of the catalogue and linked by people.

    keywords ──client──► answers ──cleaning, reading──► contents ──sync──► calls ──links──► availability of programmes

Off unless ``manage.py jgrants sync`` is run. Attachments are never kept.
"""
