"""Forms that prevent mess: Excel workbooks and XLSForms derived from the vocabulary."""
