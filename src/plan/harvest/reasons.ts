import type { Group } from "../../core/versions.ts";

/** Why something is done, told with each step and each rescued file. */
const REASONS: Readonly<Partial<Record<Group, string>>> = {
  carried: "the site made or changed it, and the coming release does not have it",
  "new-entry": "the site made it among the code",
  kept: "it belongs into shared",
  "kept-differs": "shared has another one, which stays",
  rights: "its mode or owner was changed on the server",
  "stays-deleted": "it was deleted while another release was live",
  "edit-rescued": "it was changed on the server, and the coming release has a new one",
  "in-the-way": "the coming release has something of another kind there",
  script: "a server could run it, and no release shipped it as it is",
  link: "it is a link that no release shipped",
  special: "the coming release has something of another kind there",
};

/** A sentence without a full stop. */
export function reasonOf(group: Group): string {
  return REASONS[group] ?? "the coming release has another one";
}
