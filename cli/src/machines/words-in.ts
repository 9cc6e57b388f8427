/** `number=41 current=yes` as the guard prints it. An empty value is none. */
export const wordsIn = (line: string): ReadonlyMap<string, string> =>
  new Map(
    line.split(' ').flatMap((word): readonly (readonly [string, string])[] => {
      const at = word.indexOf('=');
      return at > 0 && at < word.length - 1 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
    }),
  );
