"""A scripted backend that plays every way in which a progress socket and polling can go wrong."""
