import { writeFile } from 'node:fs/promises';

export default defineEventHandler(async (event) => {
  await writeFile('public/uploads/photo.jpg', await readRawBody(event, false));
});
