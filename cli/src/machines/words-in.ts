/** `number=41 current=yes` as the guard prints it. An empty value is none; of two the first counts, for what people wrote stands at the end. */
export function wordsIn(line: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const word of line.split(' ')) {
    const at = word.indexOf('=');
    const key = word.slice(0, at);
    if (at > 0 && at < word.length - 1 && !words.has(key)) words.set(key, word.slice(at + 1));
  }
  return words;
}
