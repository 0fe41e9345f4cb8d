"""Block Kit and texts in Japanese and English: pure functions from state to blocks."""
