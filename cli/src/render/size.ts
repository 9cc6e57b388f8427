const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `4.1 GB`, in powers of 1000 as on the boxes of disks. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}
