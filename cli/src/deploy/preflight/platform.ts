import { fail, pass } from '../verdict';
import type { PreflightGate } from './gate';

/** A 64-bit processor runs the 32-bit programs of its family. */
const ALSO: Readonly<Record<string, readonly string[]>> = { x86_64: ['i686'], aarch64: ['armv7l'] };

export const platform: PreflightGate = {
  id: 'platform',
  title: 'that its processor fits',
  check({ arch }, { system }) {
    const wanted = system.replace(/-linux$/, '');
    if (wanted === arch || ALSO[arch]?.includes(wanted)) return pass(arch);
    return fail(
      `The configuration is for ${system}, and the machine has a processor of the kind ${arch}. Give the stack «platform: '${arch}-linux'», or another target.`,
    );
  },
};
