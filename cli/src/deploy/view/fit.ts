/** One column stays free: not every terminal agrees on what happens behind the last one. */
export function fit(text: string, columns: number): string {
  const letters = [...text.trimEnd()];
  const room = Math.max(0, columns - 1);
  return letters.length <= room ? letters.join('') : [...letters.slice(0, Math.max(0, room - 1)), room > 0 ? '…' : ''].join('');
}
