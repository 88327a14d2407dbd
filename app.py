from dashboard.screen import shell

shell.run()
