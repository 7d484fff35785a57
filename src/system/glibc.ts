let known: boolean | null = null;

/**
 * Whether this process runs on the GNU C library, whose calls are found in `libc.so.6`; another one (musl) has them elsewhere. Node's own report knows
 * (`header.glibcVersionRuntime`). It is asked once, and without the network's interfaces, which it would look up one by one.
 */
export function runsOnGlibc(): boolean {
  if (known !== null) return known;
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  known = report.header?.glibcVersionRuntime !== undefined;
  return known;
}
