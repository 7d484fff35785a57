/**
 * A flat application becomes a site with releases, live and without a gap: its path becomes a link to its own folder, which has got a dot-name beside it;
 * then, when the first release is ready, that link leads to `current`, so that a panel's document root keeps resolving. Its old code becomes a release.
 */
import { HoldfastError } from "../../core/error.ts";
import { NAMES } from "../../core/layout.ts";
import { type AbsPath, abs, baseName, parentOf, rel, resolveText, under } from "../../core/path.ts";
import type { RecordedEntry } from "../../core/record.ts";
import type { Adopt, Operation } from "../../plan/operation.ts";
import { pathAt, type ReleaseSite, restingName, spotAt, treesFolder } from "../../plan/release/places.ts";
import { freePremise, releasePlan, treePremise } from "../../plan/release/release-plan.ts";
import { bytes } from "../../system/bytes-path.ts";
import { lookAt } from "../../system/facts.ts";
import { everyNameAt } from "../../system/names.ts";
import type { Deployment } from "./deployment.ts";

/** A flat site as the site with releases that it shall become. Throws `cannot-convert` where its shared has another name or stands elsewhere. */
export function asReleases(site: ReleaseSite): ReleaseSite {
  if (site.kind === "releases" || site.app === null) return site;
  if (site.shared !== under(site.site, rel(NAMES.shared)))
    throw new HoldfastError({
      code: "cannot-convert",
      message: `A site with releases keeps its data in "${site.site}/shared"; this one keeps it in "${site.shared}"`,
      hint: "Leave --layout away: the site stays as it is, and gets the release in place",
    });
  const current = lookAt(bytes(under(site.site, rel(NAMES.current))));
  return {
    ...site,
    kind: "releases",
    app: null,
    currentText: current?.linkText ?? null,
    converts: linkTo(site.site, site.app) ?? site.app,
  };
}

/** The link beside a dot-named folder that stands for it: a conversion that was killed half-way. */
function linkTo(site: AbsPath, app: AbsPath): AbsPath | null {
  const name = everyNameAt(site).find((other) => lookAt(bytes(`${site}/${other}`))?.linkText === baseName(app));
  return name === undefined ? null : abs(`${site}/${name}`);
}

/** Puts the link in the application's place that leads to its own folder; every path of it resolves at every instant. */
export async function standBehindLink(deployment: Deployment): Promise<void> {
  const found = deployment.look();
  const { converts, live } = found.site;
  if (converts === null || live === null || live.path !== converts) return;
  const into = { directory: found.site.site, name: `.${baseName(converts)}-${live.name}` };
  const adopt: Adopt = {
    kind: "adopt",
    path: baseName(converts),
    at: spotAt(converts),
    into,
    text: into.name,
    identity: live.id,
    nodeKind: "directory",
    live: true,
    database: false,
    companions: [],
    reason: "the application's path becomes a link, so that it can lead to what is live",
  };
  const about = { app: converts, release: live.name, live: true };
  const outcome = await deployment.apply(
    releasePlan(deployment.frame(found), about, { operations: [adopt], basedOn: [treePremise(converts, live.id)] }),
  );
  const refusal = outcome.diagnostics.find(({ severity }) => severity === "problem");
  if (refusal !== undefined)
    throw new HoldfastError({
      code: "cannot-convert",
      message: `"${converts}" cannot become a link: ${refusal.message}`,
      hint: "Leave --layout away: the site stays flat, and gets the release in place",
      exit: "problems",
    });
}

/** Code that still stands beside what was a flat application becomes a release like the others. */
export async function bringBeside(deployment: Deployment): Promise<void> {
  const { site } = deployment.look();
  if (site.kind !== "releases" || site.converts !== null) return;
  for (const { tree, name } of besideTrees(site.site)) {
    const found = deployment.look();
    const id = lookAt(bytes(tree))?.id ?? "";
    const into = { directory: treesFolder(site), name };
    const operations: Operation[] = [
      ...absoluteLinks(tree, found.record?.entries ?? [], site.shared),
      {
        kind: "move-tree",
        path: name,
        at: spotAt(tree),
        into,
        identity: id,
        reason: "the site has releases now",
      },
    ];
    const about = { app: tree, release: name, live: false };
    // Both ends: a journal that moves something to a place that no premise names is not believed.
    const basedOn = [treePremise(tree, id), freePremise(pathAt(into))];
    await deployment.apply(releasePlan(deployment.frame(found), about, { operations, basedOn }));
  }
}

function besideTrees(site: AbsPath): { readonly tree: AbsPath; readonly name: string }[] {
  const names = everyNameAt(site);
  const apps = names.filter((name) => lookAt(bytes(`${site}/${name}`))?.linkText === NAMES.current);
  return names.flatMap((folder) => {
    const tree = abs(`${site}/${folder}`);
    const [name] = apps.flatMap((app) => restingName(abs(`${site}/${app}`), folder) ?? []);
    return name !== undefined && lookAt(bytes(tree))?.kind === "directory" ? [{ tree, name }] : [];
  });
}

/** A link that says the whole path is right before and after the folder moves: what still runs in it goes on reaching its data. */
function absoluteLinks(tree: AbsPath, entries: readonly RecordedEntry[], shared: AbsPath): Operation[] {
  return entries.flatMap(({ path }): Operation[] => {
    const at = under(tree, path);
    const text = lookAt(bytes(at))?.linkText;
    if (text === undefined || text.startsWith("/")) return [];
    const end = resolveText(parentOf(at), text);
    if (!`${end}/`.startsWith(`${shared}/`)) return [];
    return [{ kind: "relink", path, at: spotAt(at), text: end, was: text, reason: "its folder moves" }];
  });
}
