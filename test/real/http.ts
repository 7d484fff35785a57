/** Sends a file as a form of a web page does; gives back the answer's text, or throws with status and text. */
export async function upload(url: string, name: string, bytes: string): Promise<string> {
  const form = new FormData();
  form.set("photo", new Blob([bytes]), name);
  return textOf(await fetch(url, { method: "POST", body: form }));
}

/** What an address answers; anything but 200 throws with status and text. */
export async function get(url: string): Promise<string> {
  return textOf(await fetch(url));
}

/** An address's status alone. */
export async function statusOf(url: string): Promise<number> {
  const answer = await fetch(url);
  await answer.arrayBuffer();
  return answer.status;
}

async function textOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.url} answered ${answer.status}: ${text.slice(0, 2000)}`);
  return text;
}
