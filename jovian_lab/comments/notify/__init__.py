"""Notifications: what of a discussion is told to whom, kept until it is sent, and sent once, by e-mail or to a chat."""
