import { writeFile } from 'node:fs/promises';

export async function action({ request }) {
  await writeFile('public/uploads/photo.jpg', new Uint8Array(await request.arrayBuffer()));
  return null;
}
