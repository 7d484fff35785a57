import { writeFile } from 'node:fs/promises';

export const POST = async ({ request }) => {
  await writeFile('./public/uploads/photo.jpg', new Uint8Array(await request.arrayBuffer()));
};
