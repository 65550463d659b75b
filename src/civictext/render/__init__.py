"""HTML pages and plots of documents and corpora."""
