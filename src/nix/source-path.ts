import { badPath, reasons } from './errors';
import { textFault } from './escape';

/** A path of the source tree or of the machine: relative from its first step, or absolute. Returns it, or throws. */
export function checkSourcePath(path: string): string {
  const fault = textFault(path);
  if (fault !== undefined) throw badPath(path, reasons[fault].replace(/\.$/, ''));
  if (!/^(?:\.{0,2}\/|\.{1,2}$)/.test(path)) throw badPath(path, 'is neither relative (./, ../) nor absolute (/)');
  return path;
}
