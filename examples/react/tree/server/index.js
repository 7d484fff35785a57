import express from "express";
import multer from "multer";

const app = express();
const upload = multer({ dest: "public/uploads/" });
app.post("/avatars", upload.single("avatar"), (request, response) => response.json(request.file));
app.listen(3000);
