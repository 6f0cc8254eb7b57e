"""The example project: digit classification, truly executed and committed as five versions."""
