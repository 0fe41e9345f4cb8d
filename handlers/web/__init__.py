"""The web pages: health, metrics, the one-click receipt and the wallboard."""
