"""What assistants (MCP clients) may ask: the tools, their shapes and short texts, and the SDK's server around them. Below the faces."""
