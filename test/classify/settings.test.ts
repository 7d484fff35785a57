/** Settings in other languages: Django's, and Rails' Active Storage. */
import { describe, expect, it } from "vitest";
import { pythonTokens } from "../../src/classify/python-tokens.ts";
import { judged } from "./judging.ts";

const DJANGO = { "manage.py": "import django", "requirements.txt": "django==5.2\n" };

function mediaRoot(settings: string, file = "shop/settings.py"): string | undefined {
  const { classification } = judged({ ...DJANGO, [file]: settings });
  return classification.verdicts.find(({ evidence }) => evidence.some(({ fact }) => fact.includes("MEDIA_ROOT")))?.path;
}

describe("Django's settings", () => {
  it.each([
    [
      "pathlib",
      "BASE_DIR = Path(__file__).resolve().parent.parent\nMEDIA_ROOT = BASE_DIR / 'kept' / \"pictures\"",
      "kept/pictures",
    ],
    ["parents", "ROOT = Path(__file__).resolve().parents[1]\nMEDIA_ROOT = ROOT.joinpath('kept')", "kept"],
    [
      "os.path",
      "B = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nMEDIA_ROOT = os.path.join(B, 'kept', 'm')",
      "kept/m",
    ],
    ["the environment", "B = Path(__file__).parent.parent\nMEDIA_ROOT = env('MEDIA', default=str(B / 'kept'))", "kept"],
    ["an f-string", "B = Path(__file__).parent.parent\nMEDIA_ROOT = f'{B}/kept'", "kept"],
    [
      "a comment and several lines",
      "B = Path(__file__).parent.parent\nMEDIA_ROOT = os.path.join(  # where\n  B,\n  'kept',\n)",
      "kept",
    ],
  ])("names the folder by %s", (_way, settings, expected) => {
    expect(mediaRoot(settings)).toBe(expected);
  });

  it.each([
    ["a call that is not known", "MEDIA_ROOT = find_media()"],
    ["a place outside the app", "MEDIA_ROOT = '/srv/media'"],
    ["a name that is not assigned", "MEDIA_ROOT = ELSEWHERE / 'media'"],
    ["text that is no Python", "MEDIA_ROOT = ((((\n'''"],
  ])("says nothing for %s", (_what, settings) => {
    expect(mediaRoot(settings)).toBeUndefined();
  });

  it("knows the database and the folder of collected files", () => {
    const { says } = judged({
      ...DJANGO,
      "shop/settings.py":
        "B = Path(__file__).parent.parent\nDATABASES = {'default': {'ENGINE': 'x', 'NAME': B / 'live.sqlite3'}}\nSTATIC_ROOT = B / 'collected'\n",
      "live.sqlite3": "",
      "collected/a.css": "",
    });
    expect(says("live.sqlite3")).toBe("user link");
    expect(says("collected")).not.toMatch(/link|carry/);
  });

  it("does not take the settings of tests for those of the site", () => {
    expect(mediaRoot("MEDIA_ROOT = 'kept'", "shop/settings/test.py")).toBeUndefined();
    expect(mediaRoot("MEDIA_ROOT = 'kept'", "shop/settings/production.py")).toBe("kept");
  });

  it("has tokens for any text, each once", () => {
    const text = `a = "b" 'c\\'d' """e\nf""" # g\n$ ü "open`;
    expect(pythonTokens(text).map(({ kind, text: of, line }) => `${line} ${kind} ${of}`)).toEqual([
      "1 name a",
      "1 mark =",
      "1 text b",
      "1 text c\\'d",
      "1 text e\nf",
      "3 mark $",
      "3 mark ü",
      '3 mark "',
      "3 name open",
    ]);
  });
});

describe("Rails' Active Storage", () => {
  it("keeps the folders of its services on disk, and not the ones of tests", () => {
    const { says } = judged({
      Gemfile: 'gem "rails"\n',
      "config.ru": "",
      "config/application.rb": "module Shop; class Application < Rails::Application; end; end",
      "config/storage.yml":
        'test:\n  service: Disk\n  root: <%= Rails.root.join("tmp/storage") %>\nlocal:\n  service: Disk\n  root: <%= Rails.root.join("kept", "blobs") %>\n',
    });
    expect(says("kept/blobs")).toBe("user link");
    expect(says("tmp/storage")).not.toBe("user link");
  });
});
