"""Request handlers, one file a noun: they authenticate, authorise, and hand over to a verb of Project."""
