"""What a person listened to: history (imports), analytics (charts)."""
