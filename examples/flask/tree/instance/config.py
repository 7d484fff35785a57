SECRET_KEY = "changed-on-the-server"
