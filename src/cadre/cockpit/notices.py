"""The messages this room sends."""
