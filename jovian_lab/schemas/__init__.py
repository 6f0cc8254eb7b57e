"""JSON Schemas: `stored/` is what the store keeps (frozen, versioned), `wire/` and `events/` what leaves the server."""
