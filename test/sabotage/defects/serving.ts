import type { Catcher, Defect } from "../defect.ts";

const serve = (named: string): Catcher => ({ file: "test/cli/serve.test.ts", named });
const edges = (named: string): Catcher => ({ file: "test/cli/serve-edges.test.ts", named });

/** What stands in a document root, and whose it is. */
export const SERVING: readonly Defect[] = [
  {
    id: "strangers-give-way-unasked",
    file: "src/cli/commands/serve.ts",
    find: "if (isStranger && !context.interactive) throw strangers(preview.inTheWay);",
    replace: "",
    caughtBy: serve("one in the way is refused with its name"),
  },
  {
    id: "somebodys-file-is-overwritten",
    file: "src/plan/serving/fill.ts",
    find: "if (isForeign && !book.filling.aside) return book.stopAt(path);",
    replace: "",
    caughtBy: serve("loader: one in the way is refused with its name"),
  },
  {
    id: "edited-copies-go-with-their-release",
    file: "src/plan/serving/leaving.ts",
    find: "if (!book.isPlaced(there)) tellKept(there, book);\n    else if",
    replace: "if",
    caughtBy: edges("a copy that was edited here stays"),
  },
  {
    id: "loaders-are-nobodys",
    file: "src/apply/read-root.ts",
    find: ", under(loaders, rel(loaderName(path, sha256)))];",
    replace: "];",
    caughtBy: serve("a loader comes back with recover"),
  },
  {
    id: "private-names-are-given-out",
    file: "src/plan/serving/wanted.ts",
    find: "    if (PRIVATE.test(name.path)) continue;\n",
    replace: "",
    caughtBy: edges("served by loader private names"),
  },
  {
    id: "the-site-itself-is-served",
    file: "src/cli/serving/place-refusals.ts",
    find: "if (!isTaken && !isInside(site, root)) return;",
    replace: "return;",
    caughtBy: serve("bad input"),
  },
  {
    id: "a-closed-web-folder-counts-as-absent",
    file: "src/apply/read-root.ts",
    find: "      unread: refuseUnread(tree),\n",
    replace: "      unread: () => undefined,\n",
    caughtBy: serve("a folder of a release that may not be read"),
  },
  {
    id: "serving-shows-a-root-beside-by-a-way-up",
    file: "src/plan/serving/fill-book.ts",
    find: '    return rel(this.#shown(path).replace(/^(?:\\.\\.\\/)+/u, ""));',
    replace: "    return rel(this.#shown(path));",
    caughtBy: { file: "test/cli/serve-beside.test.ts", named: "entries: a release drops" },
  },
];
