"""What carries a document: a writer for each kind of file in which officials send tables."""
