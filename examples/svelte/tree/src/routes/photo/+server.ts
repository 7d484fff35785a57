import { writeFile } from 'node:fs/promises';

export const POST = async ({ request }) => {
  await writeFile('static/uploads/photo.jpg', new Uint8Array(await request.arrayBuffer()));
};
