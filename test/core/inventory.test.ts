import { expect, it } from "vitest";
import { childrenOf, type Inventory, type InventoryNode } from "../../src/core/inventory.ts";
import { abs, rel } from "../../src/core/path.ts";

it("childrenOf() gives the direct children of a folder and of the root", () => {
  const nodes = ["a", "a/b", "a/b/c", "d"].map((path): InventoryNode => ({ path: rel(path), kind: "directory" }));
  const inventory: Inventory = {
    root: abs("/x"),
    nodes: new Map(nodes.map((node) => [node.path, node])),
    texts: new Map(),
    limits: [],
  };
  expect(childrenOf(inventory, "").map((node) => node.path)).toEqual(["a", "d"]);
  expect(childrenOf(inventory, rel("a")).map((node) => node.path)).toEqual(["a/b"]);
});
