import { StringDecoder } from 'node:string_decoder';
import { harmless } from './harmless';

/** Longer lines are cut: a program that never ends its line must not fill the memory, nor one line the screen. */
const LONGEST = 16_384;

/**
 * Makes lines of what arrives in chunks that end anywhere, also inside of a character. A progress bar, which goes back to the start of its line
 * again and again, becomes a line each time.
 */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #begun = '';
  #left = 0;
  #afterReturn = false;

  public constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  public add(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk));
  }

  /** The last line may have no end. */
  public end(): void {
    this.#take(this.#decoder.end());
    if (this.#begun !== '') this.#give();
  }

  #take(text: string): void {
    let from = 0;
    for (const { index, 0: mark } of text.matchAll(/[\r\n]/g)) {
      this.#keep(text.slice(from, index));
      from = index + 1;
      const isEmpty = this.#begun === '';
      if (mark === '\n' ? !this.#afterReturn : !isEmpty) this.#give();
      this.#afterReturn = mark === '\r' && (this.#afterReturn || !isEmpty);
    }
    this.#keep(text.slice(from));
  }

  #keep(text: string): void {
    if (text === '') return;
    this.#afterReturn = false;
    const room = LONGEST - this.#begun.length;
    this.#begun += text.slice(0, room);
    this.#left += Math.max(0, text.length - room);
  }

  #give(): void {
    const line = harmless(this.#begun.replace(/\p{Cs}/gu, '\ufffd'));
    const cut = this.#left === 0 ? '' : ` … (${this.#left} characters more)`;
    this.#begun = '';
    this.#left = 0;
    this.#onLine(line + cut);
  }
}
