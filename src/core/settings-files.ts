/** The names under which vendors deliver an example of `.env`, best first. */
export const EXAMPLES = [".env.example", ".env.dist", ".env.sample", ".env.template", "env.example"] as const;
