"""What has become of the catalogue: every change told once, however it was made, and what a day alone has brought."""
