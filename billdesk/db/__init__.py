"""The company file: tables, engine, migrations, search and integrity. Sees `billing`, never `documents` or above."""
