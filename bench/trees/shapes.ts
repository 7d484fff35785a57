/** The shapes of the work sets: what stands in them depends on the seed alone. */
import { createHash } from "node:crypto";
import { bytesOf, numbersFrom, sizeAround } from "./random.ts";
import type { TreeWriter } from "./tree-writer.ts";

/** How a shape is filled. */
export interface Filling {
  readonly files: number;
  readonly seed: number;
  /** Median of the sizes in bytes; 0 makes empty files. */
  readonly median: number;
  /** What its names have and those of other sets do not. */
  readonly mark?: string;
}

/** Uploads as applications keep them: a folder a day, forty files in each. */
export function uploads(writer: TreeWriter, { files, seed, median, mark = "" }: Filling): void {
  const next = numbersFrom(seed);
  for (let index = 0; index < files; index++) {
    const day = Math.floor(index / FILES_A_DAY);
    const seconds = FIRST_DAY + day * DAY + (index % FILES_A_DAY) * 90;
    const size = median === 0 ? 0 : sizeAround(median, next);
    const name = `${pick(STEMS, next)}${index.toString(36).padStart(5, "0")}${mark}.${pick(ENDINGS, next)}`;
    const folder = new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll("-", "/");
    writer.file(`${folder}/${name}`, bytesOf(seed, index, size), seconds);
  }
}

/** Blobs by their digest, as Active Storage keeps them: two levels of folders, few files in each. */
export function blobs(writer: TreeWriter, { files, seed, median }: Filling): void {
  const next = numbersFrom(seed);
  for (let index = 0; index < files; index++) {
    const key = createHash("sha1").update(`${seed} ${index}`).digest("hex").slice(0, 28);
    const size = median === 0 ? 0 : sizeAround(median, next);
    writer.file(`${key.slice(0, 2)}/${key.slice(2, 4)}/${key}`, bytesOf(seed, index, size), FIRST_DAY + index);
  }
}

/** PHP code: most of it packages of others, the rest an application's own. */
export function code(writer: TreeWriter, { files, seed, median }: Filling): void {
  const next = numbersFrom(seed);
  for (let index = 0; index < files; index++) {
    const size = Math.min(sizeAround(median, next), MOST_CODE);
    const text = Buffer.from(phpClass(`C${index}`, size, next));
    writer.file(codePath(index, files), text, FIRST_DAY + index);
  }
}

function codePath(index: number, files: number): string {
  const isPackage = index < files * PACKAGED;
  if (isPackage)
    return `vendor/maker${Math.floor(index / 500)}/lib${Math.floor(index / 100)}/src/Part${Math.floor(index / 20)}/C${index}.php`;
  const area = pick(AREAS, () => (index % AREAS.length) / AREAS.length);
  return `${area}/Area${Math.floor(index / 50)}/C${index}.php`;
}

function phpClass(name: string, size: number, next: () => number): string {
  const lines = [`<?php\n\nnamespace Made;\n\nclass ${name}\n{\n`];
  let length = lines[0]?.length ?? 0;
  while (length < size) {
    const word = Math.floor(next() * 2 ** 32).toString(36);
    const line = `    public function ${word}($request) { return view('${word}')->with(['${word}' => $this->other($request)]); }\n`;
    lines.push(line);
    length += line.length;
  }
  return `${lines.join("")}}\n`;
}

function pick<T>(list: readonly T[], next: () => number): T {
  const found = list[Math.floor(next() * list.length)];
  if (found === undefined) throw new Error("The list is empty");
  return found;
}

const FIRST_DAY = Date.UTC(2012, 0, 1) / 1000;
const DAY = 86_400;
const FILES_A_DAY = 40;
const STEMS = ["IMG_", "scan-", "avatar_", "Invoice ", "photo."] as const;
const ENDINGS = ["jpg", "png", "pdf", "webp", "docx"] as const;
const AREAS = ["app", "config", "resources", "routes", "lib", "database"] as const;
const PACKAGED = 0.85;
const MOST_CODE = 200_000;
