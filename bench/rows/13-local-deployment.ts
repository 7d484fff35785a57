import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../row.ts";
import { longer } from "../timing/line.ts";
import { race } from "../timing/rounds.ts";
import { SHARED_FOLDERS, writeDelivery } from "../trees/small-delivery.ts";
import { capDeploy } from "./capistrano.ts";
import { deployerCommands, deployerDeploy } from "./deployer.ts";
import { timeLimit } from "./limits.ts";

/** Deploying a handful of files: what is left is what the tool itself takes. */
export const localDeploymentRow: Row = {
  ids: ["13"],
  title: "The tool's own part of a local deployment with 10 linked folders",
  programs: ["cap", "bash"],
  sets: [],
  copies: [],
  run: (bench) => {
    const { program, deployer, scratch, rounds } = bench;
    const folder = scratch("local-deployment");
    const made = (name: string): string => {
      mkdirSync(join(folder, name), { recursive: true });
      return join(folder, name);
    };
    const delivery = made("delivery");
    const files = writeDelivery(delivery);
    const other = { folder: made("deployer"), delivery, site: made("deployer-site") };
    const release = {
      argv: [process.execPath, program, "release", delivery, "--site", made("site"), "--again", "--yes"],
    };
    const { ours, cap, dep } = race(
      {
        ours: release,
        cap: capDeploy({ folder: made("cap"), delivery, site: made("cap-site"), ssh: null }),
        dep: deployer === null ? deployerCommands(other) : deployerDeploy(deployer, other),
      },
      { rounds },
    );
    const words = {
      what: `a later deployment of ${files} files, ${SHARED_FOLDERS.length} linked folders`,
      ours: "release",
      why: timeLimit(bench, release),
    };
    return [
      longer({ ...words, theirs: "cap deploy, local backend" }, { ours, theirs: cap }, 0.4),
      deployer === null
        ? longer({ ...words, theirs: "Deployer's shell commands alone, without PHP" }, { ours, theirs: dep }, null)
        : longer({ ...words, theirs: "dep deploy localhost" }, { ours, theirs: dep }, 0.15),
    ];
  },
};
