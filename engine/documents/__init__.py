"""Letters: template language, PDF, QR code and its verification (design: documents.md)."""
