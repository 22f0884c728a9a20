"""Tables, SQL, files and clusters: history as columns of anyone's data."""
