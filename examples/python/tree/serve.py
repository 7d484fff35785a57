import os

import cherrypy

from library import pages

ROOT = os.path.dirname(os.path.abspath(__file__))
UPLOAD_DIR = os.path.join(ROOT, "pictures")
BACKUP_DIR = os.path.join(ROOT, "kept", "backups")


class Site:
    @cherrypy.expose
    def add(self, picture):
        os.makedirs(UPLOAD_DIR, exist_ok=True)
        with open(os.path.join(UPLOAD_DIR, picture.filename), "wb") as out:
            out.write(picture.file.read())
        return pages.added(picture.filename)


if __name__ == "__main__":
    cherrypy.quickstart(Site())
