"""Topics: taxonomy, features, training with scikit-learn, inference with numpy."""
