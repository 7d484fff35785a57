import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkBelongings, expectText, rememberBelongings } from "./belongings.mjs";
import { makeLiveSite, makeVendorUpdate, picture } from "./bought-site.mjs";
import { makeStage, run, say, StoryError } from "./stage.mjs";
import { withVisitors } from "./visitors.mjs";

/** Shows the main job step by step and compares the owner's files after each; returns the exit code. */
export async function tellStory() {
  const stage = makeStage();
  const app = join(stage.site, "app");
  makeLiveSite(app);
  const owned = rememberBelongings(app, OWNED);
  try {
    look(stage);
    if (process.platform !== "linux") return sayLinuxOnly(stage);
    await deployFirst(stage, app, owned);
    useTheSite(stage, app, owned);
    update(stage, app, owned);
    breakIt(stage, app, owned);
    repair(stage, app, owned);
    sayWhereToLook(stage);
    return 0;
  } catch (error) {
    if (!(error instanceof StoryError)) throw error;
    console.error(`\n❌ ${error.message}\n   The folder is kept as it is: ${stage.folder}`);
    return 1;
  }
}

/** Of the shop's owner, from the first day on. */
const OWNED = [
  ".env",
  "public/user-uploads/logo/corner-shop.png",
  "public/user-uploads/avatars/anna.jpg",
  "public/user-uploads/avatars/Jörg & Söhne (1).jpg",
  "public/user-uploads/demo/beach.jpg",
  "public/invoices/INV-0001.pdf",
  "public/qrcodes/table-1.svg",
  "storage/app/contracts/lease.pdf",
  "storage/installed",
  "modules_statuses.json",
];

function look(stage) {
  say(
    "1. A shop that is live",
    `A bought PHP script, made up for this, stands in ${stage.site}/app.`,
    "Customers have uploaded pictures; the shop has made invoices and QR codes. All of it lies among the vendor's code.",
    "What is what? This only looks:",
  );
  run(stage, "holdfast inspect app");
}

async function deployFirst(stage, app, owned) {
  say(
    "2. First deployment, while visitors upload and look",
    "Data moves into shared/ and a link takes its place, each folder in one atomic call.",
  );
  const { uploads, views, failures } = await withVisitors(app, () => run(stage, "holdfast persist app --yes"));
  console.log(`\n  ✔ Visitors meanwhile: ${uploads} uploads, ${views} views, ${failures.length} failed`);
  if (failures.length > 0) throw new StoryError(`A visitor saw: ${failures[0]}`);
  run(stage, "ls -l app/.env app/storage app/public");
  checkBelongings(app, owned);
}

function useTheSite(stage, app, owned) {
  say("3. Life goes on", "A customer uploads a photo. The owner deletes a picture of the vendor's demo.");
  keep(stage, "maria.jpg", picture("Maria"));
  run(stage, "cp ../maria.jpg app/public/user-uploads/avatars/maria.jpg");
  run(stage, "rm app/public/user-uploads/demo/lamp.jpg");
  owned.set("public/user-uploads/avatars/maria.jpg", picture("Maria"));
  checkBelongings(app, owned);
}

function update(stage, app, owned) {
  say(
    "4. The vendor's update 2.0",
    "It is unpacked beside the app and takes its place. It brings new code, the demo pictures again, and an .env of its own.",
  );
  makeVendorUpdate(join(stage.site, "app-new"));
  run(stage, "mv app app-old && mv app-new app && holdfast persist app --yes");
  checkBelongings(app, owned);
  expectText(app, "public/flags/at.svg", "2.0");
  expectText(app, "public/user-uploads/logo/new-demo-logo.png", "2.0");
  expectText(app, "public/user-uploads/demo/lamp.jpg", null);
  expectText(join(stage.site, "shared/.holdfast/rescued/tx-000002"), ".env", "APP_NAME=Demo");
  console.log(
    "  ✔ Code and flags are 2.0, the new demo logo was added, the deleted demo picture stays deleted,\n" +
      "    the vendor's .env lies in the rescue folder.",
  );
  console.log(
    "\n  One thing to do by hand: an add-on that was installed is code, no link protects it, and it is still in app-old.",
  );
  run(stage, "cp -Rp app-old/Modules app/Modules");
}

function breakIt(stage, app, owned) {
  say(
    "5. Somebody breaks it",
    "A folder uploaded over its link, a link deleted, .env edited with a tool that replaces the link by a file.",
    "Meanwhile a customer uploads a photo into the wrong folder.",
  );
  keep(stage, "night.jpg", picture("uploaded at night"));
  run(stage, "rm app/public/user-uploads && mkdir -p app/public/user-uploads/avatars");
  run(stage, "cp ../night.jpg app/public/user-uploads/avatars/night.jpg");
  run(stage, "rm app/storage");
  run(stage, "sed -i 's/Corner Shop/Corner Shop and Sons/' app/.env");
  owned.set("public/user-uploads/avatars/night.jpg", picture("uploaded at night"));
  owned.set(".env", Buffer.from(owned.get(".env").toString().replace("Corner Shop", "Corner Shop and Sons")));
  run(stage, "sh shared/health-check.sh", { code: 1 });
}

function repair(stage, app, owned) {
  say("6. One command repairs it", "It needs only sh: no Node, no network. It moves aside and deletes nothing.");
  run(stage, 'sh shared/emergency-recovery.sh "$(pwd)"');
  checkBelongings(app, owned);
  run(stage, "sh shared/health-check.sh");
  say("7. And once more", "The same deployment again finds nothing to do.");
  run(stage, "holdfast persist app --yes");
  checkBelongings(app, owned);
}

function sayWhereToLook({ folder, site, bin }) {
  say("Done. Nothing was lost. The folder is kept, look around:");
  console.log(
    [
      "",
      `  cd ${site}`,
      "  cat shared/DEPLOYMENT-SUMMARY.md       what was decided, and why",
      "  cat shared/MANUAL-SETUP-GUIDE.md       the same by hand, with commands for this very site",
      "  find shared/.holdfast/rescued -type f  what lost against another version, kept",
      "  ls -l app/public                       the links",
      "",
      "  To play with the commands yourself:",
      `  PATH=${bin}:$PATH`,
      "  holdfast inspect app --path public/flags",
      "",
      `  Afterwards: rm -r ${folder}`,
    ].join("\n"),
  );
}

function sayLinuxOnly({ folder }) {
  say(
    "This is not Linux",
    "Here Holdfast looks and plans; it changes disks on Linux only. Run this there for the rest.",
  );
  console.log(`\n  The folder is kept: ${folder}`);
  return 0;
}

/** A file on the customer's own computer, so to speak: beside the site. */
function keep(stage, name, bytes) {
  writeFileSync(join(stage.folder, name), bytes);
}
