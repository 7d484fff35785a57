import english from "zod/v4/locales/en.js";

/**
 * For `safeParse(value, IN_ENGLISH)`. The small build of zod, which every command loads, has no language of its own: without one each of its
 * messages is "Invalid input".
 */
export const IN_ENGLISH = { error: english().localeError };
