from dashboard import shell

shell.run()
