"""The stories: bot and practice workspace together, through the same screens people use."""
