"""What is stated: events, citations, corrections and retractions, announcements, rival claims, and references."""
