/** Whose what we made is: owner and mode of an open directory, owner of a link. */
import { chmodSync, fchmodSync, fchownSync, lchownSync } from "node:fs";
import { bytes } from "./bytes-path.ts";
import { at, type Dir, dropOwnName, look, lookAtSelf, makeLink, NO_DESCRIPTOR, shown, type Spot } from "./dir.ts";
import { naming } from "./named-error.ts";
import { effectiveUser } from "./process-identity.ts";

/** Sets owner and then mode of an open directory; owner only where it differs, since only root may. */
export function setDirOwner(
  dir: Dir,
  owner: { readonly uid: number; readonly gid: number; readonly mode: number },
): void {
  if (dir.fd === NO_DESCRIPTOR) {
    chmodSync(bytes(dir.path), owner.mode);
    return;
  }
  naming(dir.path, () => {
    const now = lookAtSelf(dir);
    if (now.uid !== owner.uid || now.gid !== owner.gid) fchownSync(dir.fd, owner.uid, owner.gid);
    if (now.mode !== owner.mode || now.uid !== owner.uid) fchmodSync(dir.fd, owner.mode);
  });
}

/**
 * Gives a link that nobody is led by yet an owner; Apache's SymLinksIfOwnerMatch compares it with the target's. Only root can: for anybody else one that a
 * killed run of root's left there is removed and made anew.
 */
export function setLinkOwner(spot: Spot, owner: { readonly uid: number; readonly gid: number }): void {
  const now = look(spot);
  if (now === null || (now.uid === owner.uid && now.gid === owner.gid)) return;
  const user = effectiveUser();
  if (user === 0)
    naming(shown(spot), () => {
      lchownSync(at(spot), owner.uid, owner.gid);
    });
  else if (now.uid !== owner.uid && owner.uid === user && now.linkText !== undefined) {
    dropOwnName(spot);
    makeLink(spot, now.linkText);
  }
}
