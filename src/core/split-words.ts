/** Splits a command into words as a shell would (blanks, both quotes, backslash), with nothing else of a shell; null where a quote is not closed. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  const rest = text.replace(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g, (word) => {
    words.push(word.replace(/\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*'/g, unquoted));
    return "";
  });
  return rest.trim() === "" ? words : null;
}

function unquoted(part: string): string {
  if (part.startsWith("'")) return part.slice(1, -1);
  return part.startsWith('"') ? part.slice(1, -1).replace(/\\([\\"])/g, "$1") : part.slice(1);
}
