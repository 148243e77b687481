"""The candidate's tools: buttons, panels beside the item, and what they draw on it."""
