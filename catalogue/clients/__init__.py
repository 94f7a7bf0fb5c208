"""Clients of support organisations: found, kept, carried in and out. Below the faces: no requests, and the clock is handed in."""
