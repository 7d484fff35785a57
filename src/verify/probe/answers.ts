/** Answers of a web server, and how they are spoken of. */
import type { WebAnswer, WebReply } from "../../core/probe.ts";

/** What came of an address relative to the site's. Throws for one that was not asked. */
export type Answers = (url: string) => WebAnswer;

/** True for an answer with exactly these bytes. */
export function holds(answer: WebAnswer, content: Uint8Array): answer is WebReply {
  return isFound(answer) && !answer.isCut && answer.body.length === content.length && startsWith(answer.body, content);
}

/** True for an answer with something in it. */
export function isFound(answer: WebAnswer): answer is WebReply {
  return answer.kind === "reply" && answer.status >= 200 && answer.status < 300;
}

/** True where bytes begin with others. */
export function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return bytes.length >= beginning.length && beginning.every((byte, index) => bytes[index] === byte);
}

/** The body, byte by byte as characters: for looking for ASCII in it. */
export function textOf({ body }: WebReply): string {
  let text = "";
  for (const byte of body) text += String.fromCharCode(byte);
  return text;
}

/** What a string is in bytes, where it is ASCII. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What an answer is, in a few words; nothing of its content. */
export function saidBy(answer: WebAnswer): string {
  if (answer.kind === "failure")
    return answer.code === "TIMEOUT" || answer.code === "STOPPED" ? answer.message : answer.code;
  if (answer.leadsTo !== null) return `status ${answer.status}, which leads to ${answer.leadsTo}`;
  return `status ${answer.status}`;
}

/** The addresses that were asked, each once. */
export function addressesOf(answers: readonly WebAnswer[]): string[] {
  return [...new Set(answers.flatMap(({ requests }) => requests.map(({ url }) => url)))];
}
