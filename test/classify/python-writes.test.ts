/** Where Python code writes. */
import { describe, expect, it } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged } from "./judging.ts";

const FLASK = { "requirements.txt": "flask==3.1\n" };

function kept(code: string, more: TreeShape = {}, file = "app.py"): string[] {
  const { classification } = judged({ ...FLASK, ...more, [file]: code });
  return classification.verdicts
    .filter(({ class: found }) => found === "user")
    .map(({ path, kind }) => `${path} (${kind})`);
}

describe("what Python code writes to", () => {
  it.each<[string, string, string]>([
    ["a setting", "UPLOAD_FOLDER = 'kept/pictures'", "kept/pictures (directory)"],
    ["a setting with a type", "class S(BaseSettings):\n    files_dir: Path = Path('kept')", "kept (directory)"],
    ["a setting with a default", "data_folder: str = Field(default='./kept')", "kept (directory)"],
    [
      "the application's settings",
      "app.config['UPLOAD_FOLDER'] = os.path.join(os.getcwd(), 'kept')",
      "kept (directory)",
    ],
    ["the environment", "DATA_DIR = os.environ.get('DATA_DIR') or 'kept'", "kept (directory)"],
    ["a text and a name", "ROOT = 'kept'\nos.makedirs(ROOT + '/' + user)", "kept (directory)"],
    ["a file with a name that is not known", "with open(os.path.join('kept', name), 'wb') as out:", "kept (directory)"],
    ["an f-string", "file.save(f'kept/{name}')", "kept (directory)"],
    ["a path's own call", "PLACE = Path(__file__).parent / 'kept'\nPLACE.mkdir(exist_ok=True)", "kept (directory)"],
    ["a database's address", "URI = 'sqlite:///kept/site.db'", "kept/site.db (file)"],
    ["an address that is put together", "B = 'kept'\nURI = f'sqlite+aiosqlite:///{B}/site.db'", "kept/site.db (file)"],
    ["a connection", "sqlite3.connect(os.path.join('kept', 'site.sqlite3'))", "kept/site.sqlite3 (file)"],
  ])("is found by %s", (_way, code, expected) => {
    expect(kept(`${code}\n`)).toContain(expected);
  });

  it.each<[string, string, TreeShape?]>([
    ["what is read", "with open('kept/a.bin', 'rb') as f:\n    f.read()"],
    ["a comparison", "if UPLOAD_FOLDER == 'kept': pass"],
    ["a place outside the app", "UPLOAD_FOLDER = '/srv/kept'"],
    ["a folder of templates", "TEMPLATE_DIR = 'kept'"],
    ["what ships", "DATA_DIR = 'kept'", { "kept/list.json": "{}" }],
    ["a store of somebody else's", "s3.save('kept/x')"],
    ["a function's name", "IMAGE_PATH = 'core.images.kept'"],
    ["an address", "webhook_path = 'kept/hook'\napi_root = 'kept/v1'\nupload_path = 'api/upload'"],
    ["a module", "import_dir = 'kept.main:app'"],
    ["documents that a build makes", "os.makedirs('docs/kept')"],
    ["its own output", "open('report.txt', 'w')"],
  ])("is not %s", (_what, code, more) => {
    expect(kept(`${code}\n`, more)).toEqual([]);
  });

  it("is what a setting names where it is kept out of the repository, whatever stands there", () => {
    expect(kept("DATA_DIR = 'kept'\n", { "kept/list.json": "{}", ".gitignore": "/kept\n" })).toContain(
      "kept (directory)",
    );
  });

  it("says nothing in tools and tests, nor where no Python application stands", () => {
    const write = "UPLOAD_FOLDER = 'kept'\n";
    for (const file of ["scripts/a.py", "tests/a.py", "app/test_a.py", "conftest.py"])
      expect(kept(write, {}, file)).toEqual([]);
    const { classification } = judged({ "index.php": "<?php", "tool.py": write });
    expect(classification.verdicts.map(({ path }) => path)).not.toContain("kept");
  });

  it("is told for what it is: a setting that names it, or code that writes there", () => {
    const shape = { ...FLASK, "app.py": "UPLOAD_FOLDER = 'kept'\nos.makedirs('other')\n" };
    const { explain } = judged(shape);
    expect(explain("kept").evidence[0]).toMatchObject({
      fact: "The setting UPLOAD_FOLDER names it",
      where: "app.py:1",
    });
    expect(explain("other").evidence[0]).toMatchObject({
      fact: "The code writes to other (makedirs)",
      where: "app.py:2",
    });
  });

  it("is relative to where the application is run", () => {
    const found = judged({
      "package.json": "{}",
      "backend/requirements.txt": "fastapi\n",
      "backend/app/main.py": "UPLOAD_DIR = 'kept'\n",
    });
    expect(found.says("backend/kept")).toBe("user link");
  });
});
