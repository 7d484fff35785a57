import os
import shutil
from pathlib import Path

from fastapi import FastAPI, UploadFile
from fastapi.staticfiles import StaticFiles

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.getenv("LIBRARY_DATA", str(BASE_DIR / "data")))
DATABASE_URL = f"sqlite+aiosqlite:///{DATA_DIR}/library.db"

app = FastAPI(title="Library")
app.mount("/static", StaticFiles(directory="static"), name="static")


@app.post("/books/{book}/cover")
def upload(book: int, file: UploadFile):
    target = os.path.join(DATA_DIR, "covers", f"{book}.jpg")
    with open(target, "wb") as out:
        shutil.copyfileobj(file.file, out)
    return {"book": book}
