"""Kaochang (考场): certification exams in rooms without internet. Start with docs/architecture.md."""

__version__ = "0.1.0"
