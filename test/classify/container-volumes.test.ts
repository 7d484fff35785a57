import { expect, test } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, LARAVEL, NEXT, PHP } from "./judging.ts";

const compose = (...lines: readonly string[]): string =>
  `services:\n  web:\n    image: made\n    volumes:\n${lines.map((line) => `      ${line}\n`).join("")}`;

test.each<[string, string, TreeShape]>([
  ["a volume with a name", "odd", { "compose.yml": compose("- kept:/app/odd") }],
  ["a folder of the host's", "odd", { "docker-compose.yml": compose("- ./elsewhere:/app/odd:rw # kept") }],
  ["a variable with its default", "odd", { "docker-compose.yml": compose('- "${ODD:-./odd}:/app/odd"') }],
  ["the long form", "odd", { "compose.yaml": compose("- type: bind", "  source: ./odd", "  target: /app/odd") }],
  ["VOLUME", "odd", { Dockerfile: "FROM made\nVOLUME /app/odd\n" }],
  ["VOLUME as a list", "more", { Dockerfile: 'FROM made\nVOLUME ["/app/odd", "/app/more"]\n' }],
  ["where the image works", "odd", { Dockerfile: "FROM made\nWORKDIR /opt/made\nVOLUME /opt/made/odd\n" }],
  ["where all of the app is mounted", "odd", { "compose.yml": compose("- .:/made", "- kept:/made/odd") }],
  ["a folder beside the app", "data", { "docker/compose.yml": compose("- ../data:/var/lib/mysql") }],
])("a folder that a container keeps, said by %s, is kept", (_how, path, shape) => {
  expect(judged({ ...NEXT, ...shape }).explain(path)).toMatchObject({
    class: "user",
    handling: "link",
    evidence: [{ fact: "Its containers keep this on a volume", strength: "code" }],
  });
});

test("what a finished image of the application's own has mounted is kept, programs in it or not", () => {
  const shape = { ...NEXT, "tasks/a.sh": "", "tasks/b.sh": "" };
  const file = (image: string): string =>
    `services:\n  db:\n    image: maker/db\n  web:\n    ${image}\n    volumes:\n      - ./tasks:/app/tasks\n  end:\n    build: .\n`;
  const saying = (image: string): unknown => judged({ ...shape, "compose.yml": file(image) }).explain("tasks").class;
  expect(saying("image: ghcr.io/maker/shop:latest")).toBe("user");
  expect(saying("image: ghcr.io/maker/shop\n    build: .")).not.toBe("user");
  expect(saying("image: maker/node:20")).not.toBe("user");
  expect(saying("image: shop")).not.toBe("user");
});

test.each<[string, string]>([
  ["docker run -v ./kept:/app/odd made", "odd"],
  ["docker run --volume=$(pwd)/kept:/app/odd made", "odd"],
  ["docker run -v /srv/made:/app/odd made", "odd"],
  ["      - ./kept:/app/odd", "odd"],
  ["docker run -v ./kept:/srv/made made", "kept"],
])("what people are told to mount is kept: %s", (line, path) => {
  const { explain } = judged({ ...NEXT, "README.md": `# Made\n\n${line}\n` });
  expect(explain(path)).toMatchObject({ class: "user", evidence: [{ where: "README.md:3" }] });
});

test("what stands beside an application in a folder speaks of it, and is told where it stands", () => {
  const service = "services:\n  web:\n    image: made\n    volumes:\n      - kept:/opt/made/backend/odd\n";
  const shape = { "backend/package.json": '{"dependencies":{"express":"5"}}', "compose.yml": service };
  const { explain } = judged({ ...shape, Dockerfile: "FROM made\nWORKDIR /opt/made/backend\nWORKDIR /opt/made\n" });
  expect(explain("backend/odd")).toMatchObject({ class: "user", evidence: [{ where: "compose.yml:5" }] });
});

test("a folder of the host's that is not there until something is kept in it", () => {
  const shape = {
    ...NEXT,
    "docker/compose.example.yml": compose("- ./kept:/elsewhere"),
    "docker/compose.yml": compose("- ./more:/elsewhere"),
  };
  const { explain } = judged(shape);
  expect(explain("kept")).toMatchObject({ class: "user" });
  expect(explain("docker/more")).toMatchObject({ class: "user" });
  // Where no containers are used it will never be there.
  expect(judged(shape).says("kept")).toBe("unlisted");
  expect(judged({ ...shape, "kept/a.dat": "", ".gitignore": "/kept\n" }).says("kept")).toBe("user link");
  // What stands there may be what a container is given to read.
  expect(judged({ ...shape, "kept/a.dat": "" }).explain("kept").class).not.toBe("user");
});

test("what developers are told to mount is no data", () => {
  const lines = [
    "-v $(pwd)/made:/app/made",
    "-v ./prompts:/app/prompts",
    "-v ./list.txt:/app/list.txt",
    "-v ./docs:/docs",
  ];
  const shape = { "made/a.js": "", "prompts/a.dat": "", "list.txt": "", "docs/a.md": "" };
  const { explain } = judged({ ...NEXT, ...shape, "README.md": `docker run ${lines.join(" ")} made\n` });
  for (const path of ["made", "prompts", "list.txt", "docs"]) expect(explain(path).class, path).not.toBe("user");
});

test.each<[string, string, [string, string]]>([
  ["an application's code in an image for code", "tiangolo/uvicorn-gunicorn:python3.8", ["./part:/app", "part/a.py"]],
  ["code in whatever image", "maker/shop", ["./part:/app/part", "part/a.py"]],
  ["tests", "cypress/included", ["./part:/e2e", "part/a.dat"]],
  ["what is brought in once", "flyway/flyway", ["./part:/flyway/sql", "part/a.dat"]],
])("a finished image makes no data of %s", (_what, image, [volume, file]) => {
  const text = `services:\n  web:\n    image: ${image}\n    volumes:\n      - ${volume}\n`;
  expect(judged({ ...NEXT, "compose.yml": text, [file]: "" }).explain("part").class).not.toBe("user");
});

test.each(["./told:/etc/made", "./told:/elsewhere:ro"])("what a server is told is no data: %s", (volume) => {
  const { explain } = judged({ ...NEXT, "compose.yml": compose(`- ${volume}`), "told/a.dat": "" });
  expect(explain("told").class).not.toBe("user");
});

test("where it was seen is said with its line", () => {
  const shape = { ...NEXT, "compose.yml": compose("- one:/app/one", "- odd:/app/odd") };
  expect(judged(shape).explain("odd").evidence[0]?.where).toBe("compose.yml:6");
});

test("settings that a container keeps, and that git does not, are this installation's", () => {
  const shape = { ...NEXT, ".gitignore": "/config\n", "compose.yml": compose("- ./config:/app/config") };
  expect(judged({ ...shape, "config/a.dat": "" }).says("config")).toBe("user link");
});

test("a file that a container keeps is kept while none ships", () => {
  const shape = { ...NEXT, "compose.yml": compose("- ./state.db:/app/state.db", "- ./next.json:/app/next.json") };
  const { explain } = judged({ ...shape, "next.json": "{}" });
  expect(explain("state.db")).toMatchObject({ kind: "file", class: "user", handling: "link" });
  expect(explain("next.json").class).not.toBe("user");
});

test.each<[string, string, TreeShape]>([
  ["code, as developers mount it", "shop", { "compose.yml": compose("- ./shop:/app/shop"), "shop/a.js": "" }],
  ["what is installed", "node_modules", { "compose.yml": compose("- modules:/app/node_modules") }],
  [
    "pictures of the code",
    "public/images",
    { "compose.yml": compose("- ./public/images:/app/public/images"), "public/images/a.png": "" },
  ],
  ["what is made anew", "cache", { "compose.yml": compose("- cache:/app/cache") }],
  [
    "the code of a server",
    "deploy",
    { "compose.yml": compose("- ./deploy/site.conf:/etc/nginx/site.conf"), "deploy/site.conf": "" },
  ],
  ["what tests keep", "odd", { "tests/compose.yml": compose("- kept:/app/odd"), "odd/a.dat": "" }],
  ["what developers keep", "odd", { "compose.dev.yml": compose("- kept:/app/odd"), "odd/a.dat": "" }],
  ["settings that ship", "config", { "compose.yml": compose("- ./config:/app/config"), "config/a.dat": "" }],
  ["a port", "odd", { "compose.yml": compose('- "8080:80"'), "odd/a.dat": "" }],
])("a volume says nothing of %s", (_what, path, shape) => {
  expect(judged({ ...NEXT, ...shape }).explain(path).class).not.toBe("user");
});

test("a volume around the web root, or the app as a whole, makes nothing an entry", () => {
  const shape = { "compose.yml": compose("- .:/var/www/html", "- ./public:/var/www/html/public") };
  const { classification } = judged({ ...LARAVEL, ...shape });
  expect(classification.verdicts.filter(({ path }) => path === "public")).toEqual([]);
});

test("a line without end is read as far as a volume would reach", () => {
  const long = `- ${"./".repeat(200_000)}`;
  expect(judged({ ...PHP, "compose.yml": compose(long, "- odd:/app/odd") }).explain("odd").class).toBe("user");
});
