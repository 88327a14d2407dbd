"""What a reader carries away: links, tables, workbook."""
