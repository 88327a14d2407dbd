from dashboard.screen import embedded

embedded.run()
