"""What a paper says that hardly anybody needs to read: kept sealed, shown masked, revealed on the record."""
