"""Topics: taxonomy, features, training with scikit-learn, inference with numpy."""

from __future__ import annotations

from typing import Any

__all__ = ["TopicClassifier"]


def __getattr__(name: str) -> Any:
    """Import the estimator when it is asked for: it needs scikit-learn, inference does not."""
    if name == "TopicClassifier":
        from civictext.topics.classifier import TopicClassifier

        return TopicClassifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
