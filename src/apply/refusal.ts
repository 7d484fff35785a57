/** Why an entry cannot be moved or linked, in words, from what the call answered. Every text names the file system's limit and what to do next. */
import { quoteInText } from "../core/shell.ts";
import type { Merge, Operation } from "../plan/operation.ts";
import type { Diagnostic } from "../core/diagnostic.ts";
import { abs } from "../core/path.ts";
import { look, lookAtSelf, type Spot, type Through } from "../system/dir.ts";
import { fileSystemOf } from "../system/mounts.ts";
import { isUnsupported } from "../system/native-rename.ts";
import { effectiveUser } from "../system/process-identity.ts";
import { NO_OUTCOME, type Outcome, type Run } from "./run.ts";

/** Why, completing "because ...", and what helps, as a sentence without a full stop. */
export interface Reason {
  readonly code: string;
  readonly why: string;
  readonly hint: string;
}

/** A diagnostic's own parts. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What an answer of renameat2 or link(2) about what the app has at `spot` means. */
export function reasonFor(failure: string, spot: Spot, run: Pick<Run, "native" | "asRoot">): Reason {
  const path = `${spot.dir.path}/${spot.name}`;
  const system = fileSystemOf(abs(path));
  if (isUnsupported({ code: failure }))
    return {
      code: "no-exchange",
      why:
        run.native.way === "none"
          ? "this host offers no way to exchange two names (neither koffi nor perl)"
          : `${system} cannot exchange two names`,
      hint: "To move it in a quiet moment: holdfast persist --maintenance",
    };
  if (failure === "EXDEV")
    return {
      code: "across-file-systems",
      why: `${system} moves no name from there to shared: it belongs to a container's image layer, or to another file system or subvolume`,
      hint: "Give it a volume of its own, mounted at its path in shared, or name a shared folder on the application's own file system",
    };
  if (failure === "EBUSY")
    return {
      code: "mount-point",
      why: "it is a mount point",
      hint: "To have it in shared, mount it at its path there instead",
    };
  const reason = ownerOrProtected(spot, path, run);
  return { ...reason, why: `${reason.why} (the system's answer: ${failure})` };
}

/** EACCES and EPERM: somebody else's, or a protection that holds for its owner and for root too. */
function ownerOrProtected(spot: Spot, path: string, run: Pick<Run, "asRoot">): Reason {
  const isOurs = run.asRoot || [look(spot)?.uid, lookAtSelf(spot.dir).uid].every((uid) => uid === effectiveUser());
  if (isOurs)
    return {
      code: "protected",
      why: "it, the folder that holds it or its folder in shared is protected against changes (chattr +i or +a)",
      hint: `Look with: lsattr -d ${quoteInText(path)} ${quoteInText(spot.dir.path)} and take it off with chattr -i -a (as root)`,
    };
  return {
    code: "not-our-folder",
    why: "it belongs to another user and cannot be moved by this one",
    hint: handedOver(path),
  };
}

/** The refusal of an entry that stays as it is. */
export function refusalFor(operation: Pick<Operation, "path">, reason: Reason): Refusal {
  return {
    code: reason.code,
    message: `"${operation.path}" cannot be moved into shared, because ${reason.why}; it is left as it is`,
    hint: `${reason.hint}; then run the command again`,
  };
}

/** The outcome of an operation that was refused; nothing of its entry was changed. */
export function refusedOutcome(operation: Pick<Operation, "path">, refusal: Refusal): Outcome {
  return {
    ...NO_OUTCOME,
    refused: [operation.path],
    diagnostics: [{ severity: "problem", path: operation.path, ...refusal }],
  };
}

/** The outcome of a merge that was refused: both sides stay. */
export function refusedMerge(operation: Pick<Merge, "path" | "live">, reason: Reason): Outcome {
  const state = operation.live
    ? "the application goes on using its own, and nothing of it was changed"
    : "the release is not linked to it yet";
  return refusedOutcome(operation, {
    code: reason.code,
    message: `"${operation.path}" cannot be merged into shared and linked, because ${reason.why}; ${state}`,
    hint: `${reason.hint}; then run the command again`,
  });
}

/** Why files of the app cannot get a second name in shared (link(2), and `fs.protected_hardlinks` in proc_sys_fs(5)). */
export function noSecondName(failure: string, spot: Spot): Reason {
  const path = `${spot.dir.path}/${spot.name}`;
  if (failure === "EXDEV")
    return {
      code: "across-file-systems",
      why: "some of it lies on another file system or mount",
      hint: "Unmount that, run the command again, and mount it at its path in shared",
    };
  if (failure === "EMLINK")
    return {
      code: "too-many-names",
      why: `a file in it has as many names as ${fileSystemOf(abs(path))} allows`,
      hint: `Find it with: find ${quoteInText(path)} -type f -links +1000, and replace it by a copy of itself`,
    };
  return {
    code: "cannot-link",
    why: `files in it belong to another user, and the system gives them no second name (fs.protected_hardlinks), or they are protected (chattr +i) (the system's answer: ${failure})`,
    hint: handedOver(path),
  };
}

/** Why two folders cannot be merged where this user may not enter one of them. */
export function closedFolder(error: NodeJS.ErrnoException): Reason {
  return {
    code: "closed-folder",
    why: `a folder in it may not be entered by this user (the system's answer: ${error.message})`,
    hint: "Run the command as root, or let the user that owns that folder, often the web server's, open it to this one",
  };
}

/** Root changes no owner; who hands a folder over takes it from the user that has it now. */
function handedOver(path: string): string {
  return `Run the command as root: then owners and rights stay as they are. To hand it over instead, which takes it from its owner, often the web server: chown -R ${effectiveUser()} ${quoteInText(path)} (as root)`;
}

/** Names the way that was taken where no exchange exists. */
export function inTwoSteps(
  operation: Pick<Merge, "path" | "live">,
  spot: Spot,
  run: Pick<Run, "native" | "asRoot">,
): Diagnostic {
  const who = operation.live ? "in a quiet moment (--maintenance)" : "the release is not live";
  return {
    severity: "note",
    code: "two-steps",
    path: operation.path,
    message: `"${operation.path}" was renamed and then linked (${who}), because ${reasonFor("EINVAL", spot, run).why}`,
  };
}

/** A link was made and nobody gets through it. */
export function notFollowed(operation: Pick<Operation, "path">, through: Through): Refusal {
  const answer = through.fact === null ? ` (the system's answer: ${through.answer})` : "";
  return {
    code: "links-not-followed",
    message: `A link at "${operation.path}" is not followed here${answer}, so the site would not find its data; it is left as it is`,
    hint: 'Look how it is mounted (findmnt -T .): "nosymfollow" has to go; then run the command again',
  };
}

/** The outcome where symlink(2) says that there are no links here (EPERM; symlink(2)). */
export function withoutLinks(operation: Operation): Outcome {
  return refusedOutcome(operation, {
    code: "no-links",
    message: `No link can be made in "${operation.at.directory}": ${fileSystemOf(operation.at.directory)} refuses them, or the folder is protected (chattr +i); "${operation.path}" is left as it is`,
    hint: `Put the application and shared on a file system with links (ext4, xfs, btrfs), or look with: lsattr -d ${quoteInText(operation.at.directory)}`,
  });
}

/** True for the answer by which symlink(2) says so. */
export function refusesLinks(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === "symlink" && ["EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS"].includes(code ?? "");
}
