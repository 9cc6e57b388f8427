/** Breaks a sentence into lines of so many letters, each behind the same indentation. A word is never broken. */
export function wrap(text: string, columns: number, indentation = ''): string {
  const room = Math.max(20, columns - indentation.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indentation}${each}`).join('\n');
}
