/** Somebody who opens a page from another machine than the server's: its form is read, filled in, and sent by one of its buttons. */
import { type RequestOptions, request as plainly } from "node:http";
import { request as privately } from "node:https";

/** What was shown, or saved. */
export interface Shown {
  readonly status: number;
  readonly text: string;
  /** The name under which a browser saves it; null where it is shown. */
  readonly saved: string | null;
}

/** Not the address of the server itself, which its pages trust. */
const FROM = "127.0.0.2";

/** Opens an address; `ca` is the certificate that is trusted for https. */
export function open(url: string, ca?: string): Promise<Shown> {
  return sent(url, { ca, body: null });
}

/** Fills in the fields of the form that the address shows, by their names, and presses a button by what is written on it. Throws where there is none. */
export async function pressButton(
  url: string,
  button: string,
  { ca, fields }: { readonly ca: string; readonly fields: Readonly<Record<string, string>> },
): Promise<Shown> {
  const { text } = await open(url, ca);
  const form = new URLSearchParams();
  for (const [, tag = ""] of text.matchAll(/<input ([^>]*)>/g)) {
    const [name, type] = [attribute(tag, "name"), attribute(tag, "type")];
    if (type !== "checkbox") form.set(name, fields[name] ?? attribute(tag, "value"));
  }
  for (const name of Object.keys(fields)) if (!form.has(name)) throw new Error(`No field "${name}" in ${text}`);
  const found = [...text.matchAll(/<button ([^>]*)>([^<]*)<\/button>/g)].find(([, , written]) => written === button);
  if (found === undefined) throw new Error(`No button "${button}" in ${text}`);
  form.set(attribute(found[1] ?? "", "name"), attribute(found[1] ?? "", "value"));
  return sent(url, { ca, body: form.toString() });
}

function attribute(tag: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

function sent(url: string, { ca, body }: { readonly ca?: string | undefined; readonly body: string | null }) {
  const request = url.startsWith("https:") ? privately : plainly;
  const headers = body === null ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const options: RequestOptions & { ca?: string | undefined } = {
    method: body === null ? "GET" : "POST",
    localAddress: FROM,
    headers,
    ca,
  };
  return new Promise<Shown>((resolve, reject) => {
    const asking = request(url, options, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => (text += part));
      answer.on("error", reject);
      answer.on("end", () => {
        const saved = /filename="([^"]*)"/.exec(answer.headers["content-disposition"] ?? "")?.[1] ?? null;
        resolve({ status: answer.statusCode ?? 0, text, saved });
      });
    });
    asking.on("error", reject);
    asking.end(body ?? undefined);
  });
}
