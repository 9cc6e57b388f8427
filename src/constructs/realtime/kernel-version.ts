/** `6.12` or `6.12.8`. */
export const isKernelVersion = (version: string): boolean => /^\d{1,3}\.\d{1,3}(\.\d{1,4})?$/.test(version);

/** Whether a version of the kernel is another one or newer: `6.6` is not at least `6.12`. */
export function isAtLeast(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}
