const express = require('express');
const multer = require('multer');

const app = express();
const upload = multer({ dest: 'uploads/' });
app.post('/photo', upload.single('photo'), (request, response) => response.end());
