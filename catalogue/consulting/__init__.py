"""What an advisor asks about clients: below the faces, so no requests and no sentences."""
