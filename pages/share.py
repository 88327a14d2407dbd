from dashboard import shell

context = shell.context()
