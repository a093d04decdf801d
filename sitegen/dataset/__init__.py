"""The data as tables: one declaration of columns, from which CSV, SQLite, the data package and the workbooks are made."""
