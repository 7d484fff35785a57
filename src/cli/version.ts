declare const __HOLDFAST_VERSION__: string | undefined;

/** The program's version; set by the build from package.json. */
export const VERSION: string = typeof __HOLDFAST_VERSION__ === "string" ? __HOLDFAST_VERSION__ : "0.0.0-source";
