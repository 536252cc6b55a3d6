"""Every part of the guestbook replaced, one by one and all at once."""
