/**
 * The visitors of a live site, in a process of their own: they upload and look at files through the app's paths, as
 * fast as the disk allows, from the first message until they are told to stop.
 */
import { fork } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { picture } from "./bought-site.mjs";

const SELF = fileURLToPath(import.meta.url);
const FOLDER = "public/user-uploads/visitors";
const PAUSE = 2;

/** Does the work while visitors are on the site; resolves to what they saw. */
export async function withVisitors(app, work) {
  const child = fork(SELF, [app]);
  const message = () =>
    new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", (code) => reject(new Error(`The visitors left early (${code})`)));
    });
  try {
    await message();
    await work();
    const seen = message();
    child.send("stop");
    return await seen;
  } finally {
    child.kill();
  }
}

if (process.argv[1] === SELF) visit(process.argv[2]);

function visit(app) {
  const seen = { uploads: 0, views: 0, failures: [] };
  const attempt = (work) => {
    try {
      work();
      return 1;
    } catch (error) {
      seen.failures.push(error.message);
      return 0;
    }
  };
  const round = () => {
    const mine = join(app, FOLDER, `${seen.uploads}.jpg`);
    seen.uploads += attempt(() => writeFileSync(mine, picture(`visitor ${seen.uploads}`)));
    for (const path of ["public/user-uploads/avatars/anna.jpg", "public/qrcodes/table-1.svg", ".env"])
      seen.views += attempt(() => readFileSync(join(app, path)));
  };
  mkdirSync(join(app, FOLDER));
  round();
  const timer = setInterval(round, PAUSE);
  process.once("message", () => {
    clearInterval(timer);
    for (let upload = 0; upload < seen.uploads; upload++)
      attempt(() => {
        const found = readFileSync(join(app, FOLDER, `${upload}.jpg`));
        if (!found.equals(picture(`visitor ${upload}`))) throw new Error(`Upload ${upload} has other bytes`);
      });
    process.send(seen);
    process.disconnect();
  });
  process.send("here");
}
