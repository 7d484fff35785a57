/** What Node can do at best in one thread: lists every folder below its argument and looks at every name, and does nothing else. */
import { lstatSync, readdirSync } from "node:fs";

let names = 0;
const waiting = [process.argv[2] ?? "."];
for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop())
  for (const child of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${child.name}`;
    lstatSync(path);
    names++;
    if (child.isDirectory()) waiting.push(path);
  }
console.log(names);
