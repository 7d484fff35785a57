/** What other deployers do, as the commands that they run. */
import type { Command } from "../timing/process.ts";

/**
 * `deploy:shared` of Deployer 7.5 (recipe/deploy/shared.php) for one folder: the commands that it sends, in one shell, without the time of PHP. `shared/DIR` is
 * copied into once, then what stands in the release is removed.
 */
export function deployerShares(site: { readonly app: string; readonly shared: string }, folder: string): Command {
  const script = [
    "set -e",
    'if ! [ -d "$shared/$dir" ]; then',
    '  mkdir -p "$shared/$dir"',
    '  if [ -d "$release/$dir" ]; then cp -r "$release/$dir" "$shared/$(dirname "$dir")"; fi',
    "fi",
    'rm -rf "$release/$dir"',
    'mkdir -p "$(dirname "$release/$dir")"',
    'ln -nfs --relative "$shared/$dir" "$release/$dir"',
  ].join("\n");
  return { argv: ["sh", "-c", script], env: { shared: site.shared, release: site.app, dir: folder } };
}

/** Starting Node and nothing else. */
export const NODE: Command = { argv: [process.execPath, "-e", "0"] };
