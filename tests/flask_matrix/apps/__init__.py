"""Small applications with one extension each: the same requests on Flask and on Pegboard."""
