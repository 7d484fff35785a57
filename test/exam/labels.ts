/** Labelled applications: what each path of a real application is, as somebody found out who read its code. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";

const Label = z.object({
  class: z.enum(["user", "runtime", "mixed", "asset"]),
  confidence: z.enum(["high", "medium", "low"]),
  evidence: z.string().default(""),
  regenerable: z.boolean().optional(),
});
const LabelFile = z.object({
  framework: z.string(),
  webRoot: z.string(),
  detectFiles: z.array(z.string()),
  dirs: z.record(z.string(), Label).default({}),
  files: z.record(z.string(), Label).default({}),
});

/** One labelled path. */
export interface LabelledPath {
  /** As seen from the root of the tree. */
  readonly path: string;
  readonly kind: "directory" | "file";
  readonly class: "user" | "runtime" | "mixed" | "asset";
  readonly confidence: "high" | "medium" | "low";
  readonly evidence: string;
  /** True for what cannot be made again: people's, mixed, and what the system made once. */
  readonly mustPersist: boolean;
}

/** One labelled application. */
export interface LabelledApp {
  /** The name of its label file, which is also the name of its tree. */
  readonly name: string;
  readonly framework: string;
  readonly webRoot: string;
  /** Files by which its labeller recognised it. */
  readonly detectFiles: readonly string[];
  readonly paths: readonly LabelledPath[];
}

/** Reads every `*.json` of a folder; a file that is not of the form is an error that names it. */
export function readLabels(folder: string): LabelledApp[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readLabelFile(join(folder, name)));
}

function readLabelFile(file: string): LabelledApp {
  const read = LabelFile.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) throw new Error(`"${file}" is not a file of labels: ${z.prettifyError(read.error)}`);
  const { framework, webRoot, detectFiles, dirs, files } = read.data;
  const pathsOf = (labels: typeof dirs, kind: LabelledPath["kind"]): LabelledPath[] =>
    Object.entries(labels).map(([path, label]) => ({
      path: path.replace(/\/+$/, ""),
      kind,
      class: label.class,
      confidence: label.confidence,
      evidence: label.evidence,
      mustPersist: label.class !== "asset" && !(label.class === "runtime" && label.regenerable === true),
    }));
  return {
    name: basename(file, ".json"),
    framework,
    webRoot,
    detectFiles,
    paths: [...pathsOf(dirs, "directory"), ...pathsOf(files, "file")],
  };
}
