/** Applications that stand in folders of what was pointed at. */
import { describe, expect, it } from "vitest";
import type { TreeShape } from "../support/tree.ts";
import { judged, type Judged, LARAVEL, NEXT } from "./judging.ts";

function inFolder(folder: string, shape: TreeShape): TreeShape {
  return Object.fromEntries(Object.entries(shape).map(([path, what]) => [`${folder}/${path}`, what]));
}

describe("an application in a folder", () => {
  const unpacked = (): Judged =>
    judged({
      "README.md": "unpack upload/ to your server",
      ...inFolder("upload", { ...LARAVEL, "public/user-uploads/.gitignore": "*\n!.gitignore\n" }),
    });

  it("is recognised, and its paths are named from where it was pointed at", () => {
    const site = unpacked();
    expect(site.frameworks).toEqual(["laravel"]);
    expect(site.classification.webRoot).toBe("upload/public");
    expect(site.says("upload/storage")).toBe("user link");
    expect(site.says("upload/public/user-uploads")).toBe("user link");
    expect(site.verdict("upload/public/storage").chain).toBe("upload/storage/app/public");
  });

  it("answers for paths that are not there, and for its own folder", () => {
    const site = unpacked();
    expect(site.explain("upload/storage/app/x.jpg").handling).toBe("link");
    const own = site.explain("upload");
    expect([own.class, own.handling, own.evidence[0]?.fact]).toEqual([
      "asset",
      "release",
      "Laravel stands here; its paths are judged one by one",
    ]);
  });

  it("heeds the rules and decisions that stand outside it", () => {
    const judgedAgain = judged(
      {
        ".gitignore": "/upload/public/kept/*\n",
        ...inFolder("upload", LARAVEL),
        "upload/public/drawn/a.png": "",
      },
      { decisions: [{ pattern: "upload/public/drawn", class: "user" }] },
    );
    expect(judgedAgain.says("upload/public/kept")).toBe("user link");
    const listed = judgedAgain.classification.verdicts.map(({ path }) => path);
    expect(listed).toEqual([...new Set(listed)]);
    expect(judgedAgain.says("upload/public/drawn")).toBe("user link");
  });
});

describe("two applications in one folder", () => {
  it("are judged each by itself", () => {
    const site = judged({
      ...inFolder("api", { ...LARAVEL, "public/uploads/a.jpg": "" }),
      ...inFolder("client", { ...NEXT, "app/page.tsx": "", "next.config.ts": "" }),
      "shared-notes.txt": "",
    });
    expect(site.frameworks).toEqual(["laravel", "next"]);
    expect(site.says("api/public/uploads")).toBe("user link");
    expect(site.says("api/.env")).toBe("user link");
    expect(site.explain("client/.next").handling).not.toBe("link");
    expect(site.explain("client/public/logo.svg").handling).toBe("release");
  });

  it("one at the root is the application, whatever its folders hold", () => {
    const site = judged({ ...LARAVEL, ...inFolder("blog", LARAVEL), ...inFolder("packages/shop", LARAVEL) });
    expect(site.frameworks).toEqual(["laravel"]);
    expect(site.classification.webRoot).toBe("public");
  });

  it("a collection of many is no application", () => {
    const many = Object.assign({}, ...Array.from({ length: 9 }, (_, index) => inFolder(`site${index}`, LARAVEL)));
    expect(judged(many).frameworks).toEqual([]);
  });
});

describe("what a vendor ships to start from", () => {
  it("comes with the code even among uploads, while what people uploaded beside it is kept", () => {
    const { explain } = judged({
      ...LARAVEL,
      "public/uploads/demo/house.jpg": "",
      "public/uploads/templates/page.json": "",
      "public/uploads/2026/a.jpg": "",
    });
    expect([explain("public/uploads/demo").class, explain("public/uploads/demo").handling]).toEqual([
      "asset",
      "release",
    ]);
    expect(explain("public/uploads/templates").handling).toBe("release");
    expect(explain("public/uploads/2026").handling).toBe("link");
    // Nothing is known to have come with the code where nothing is there.
    expect(explain("public/uploads/samples").handling).toBe("link");
  });
});
