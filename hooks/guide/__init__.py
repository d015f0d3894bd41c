"""The engine: data folder in, linked and rendered guide out. Plain Python; knows no publishing tool."""
