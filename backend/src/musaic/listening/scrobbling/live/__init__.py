"""What happens now, pushed to the app."""
