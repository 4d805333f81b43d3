"""What LocalStack needs to run without Docker and without downloads of its own.

Nothing is built or installed: LocalStack finds it by PYTHONPATH and the entry points in the dist-info folder beside it.
"""
