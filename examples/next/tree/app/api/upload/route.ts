import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

const folder = path.join(process.cwd(), "public", "uploads");

export async function POST(request: Request) {
  const file = (await request.formData()).get("file") as File;
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, file.name), Buffer.from(await file.arrayBuffer()));
  return Response.json({ url: `/uploads/${file.name}` });
}
