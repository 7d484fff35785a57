import { lstatSync, readdirSync, readFileSync, renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolder, writeTree } from "../support/tree.ts";
import { holdfastMeanwhile, mustHoldfast } from "./holdfast.ts";
import { get, upload } from "./http.ts";
import { startPhp } from "./server.ts";

it("uploads to a plain PHP site are there before and after the first deployment and an update of the code", async () => {
  const app = join(freshFolder(), "app");
  writePhpSite(app, "1");
  let php = await startPhp(app);
  const before = await upload(`${php.url}/upload.php`, "before.jpg", "before");
  expect(await get(`${php.url}/${before}`)).toBe("before");

  mustHoldfast(app, "persist", app, "--yes");
  const between = await upload(`${php.url}/upload.php`, "between.jpg", "between");
  expect(await get(`${php.url}/${before}`)).toBe("before");
  expect(readdirSync(join(app, "../shared/uploads")).sort()).toEqual([".htaccess", "before.jpg", "between.jpg"]);

  writePhpSite(`${app}-new`, "2");
  await php.stop();
  renameSync(app, `${app}-old`);
  renameSync(`${app}-new`, app);
  mustHoldfast(app, "persist", app, "--yes");
  php = await startPhp(app);

  expect(await get(`${php.url}/index.php`)).toBe("version 2");
  expect(await get(`${php.url}/${before}`)).toBe("before");
  expect(await get(`${php.url}/${between}`)).toBe("between");
  const after = await upload(`${php.url}/upload.php`, "after.jpg", "after");
  expect(await get(`${php.url}/${after}`)).toBe("after");
  expect(mustHoldfast(app, "check")).toContain("🎉 System is perfectly healthy!");
});

it("no request fails and no acknowledged upload is lost while a site that is being used is taken over", async () => {
  const app = join(freshFolder(), "app");
  writePhpSite(app, "1");
  for (let folder = 0; folder < 20; folder++)
    for (let file = 0; file < 20; file++)
      writeTree(app, { [`uploads/${folder}/${file}.jpg`]: `old ${folder} ${file}` });
  const php = await startPhp(app);
  const visitors = [1, 2].map((visitor) => startVisitor(php.url, visitor));
  await visitors[0]?.begun;
  await visitors[1]?.begun;

  const ended = await holdfastMeanwhile(app, "persist", app, "--yes");
  const seen = (await Promise.all(visitors.map((visitor) => visitor.leave()))).flat();

  expect(ended.code, ended.out + ended.err).toBe(0);
  expect(lstatSync(join(app, "uploads")).isSymbolicLink()).toBe(true);
  expect(seen.length).toBeGreaterThan(20);
  for (const { address, bytes } of seen) expect(await get(`${php.url}/${address}`)).toBe(bytes);
});

it("an update unpacked over the links by hand is merged back by the recovery, and the customers' files win", async () => {
  const app = join(freshFolder(), "app");
  writePhpSite(app, "1");
  const php = await startPhp(app);
  const mine = await upload(`${php.url}/upload.php`, "logo.jpg", "the customer's logo");
  mustHoldfast(app, "persist", app, "--yes");
  unlinkSync(join(app, "uploads"));
  writePhpSite(app, "2");
  writeTree(app, { "uploads/logo.jpg": "the vendor's logo", "uploads/sample.jpg": "a sample" });

  const said = mustHoldfast(app, "recover", app, "--yes");

  expect(await get(`${php.url}/${mine}`)).toBe("the customer's logo");
  expect(await get(`${php.url}/uploads/sample.jpg`)).toBe("a sample");
  const kept = /kept as (.*logo\.jpg)/.exec(said)?.[1] ?? said;
  expect(readFileSync(kept, "utf8")).toBe("the vendor's logo");
});

interface Visit {
  readonly address: string;
  readonly bytes: string;
}

/** Uploads a file and looks at it and at an old one, again and again; any answer but 200 fails the test. */
function startVisitor(url: string, visitor: number): { readonly begun: Promise<void>; leave(): Promise<Visit[]> } {
  const visits: Visit[] = [];
  const state = { here: true, begin: (): void => undefined };
  const begun = new Promise<void>((resolve) => {
    state.begin = resolve;
  });
  const rounds = async (): Promise<void> => {
    for (let round = 0; state.here; round++) {
      const bytes = `visitor ${visitor}, upload ${round}`;
      const address = await upload(`${url}/upload.php`, `v${visitor}-${round}.jpg`, bytes);
      visits.push({ address, bytes });
      expect(await get(`${url}/${address}`)).toBe(bytes);
      expect(await get(`${url}/uploads/${round % 20}/7.jpg`)).toBe(`old ${round % 20} 7`);
      state.begin();
    }
  };
  const gone = rounds();
  gone.catch(state.begin);
  const leave = async (): Promise<Visit[]> => {
    state.here = false;
    await gone;
    return visits;
  };
  return { begun, leave };
}

function writePhpSite(app: string, version: string): void {
  writeTree(app, {
    "index.php": `<?php echo 'version ${version}';`,
    "upload.php": UPLOAD,
    "css/site.css": `/* ${version} */`,
    "uploads/.htaccess": "php_flag engine off\n",
  });
}

const UPLOAD = `<?php
$target = 'uploads/' . basename($_FILES['photo']['name']);
if (!move_uploaded_file($_FILES['photo']['tmp_name'], __DIR__ . '/' . $target)) {
    http_response_code(500);
    exit('not kept');
}
echo $target;
`;
