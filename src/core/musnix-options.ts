/**
 * Every option of musnix (May 2026, revision 8548782f; read from its modules). A name that is not here is refused at synthesis, because Nix
 * itself reports it only after minutes of downloading.
 */
export const MUSNIX_OPTIONS: readonly string[] = [
  'musnix.alsaSeq.enable',
  'musnix.das_watchdog.enable',
  'musnix.enable',
  'musnix.ffado.enable',
  'musnix.kernel.packages',
  'musnix.kernel.realtime',
  'musnix.rtcqs.enable',
  'musnix.rtirq.enable',
  'musnix.rtirq.highList',
  'musnix.rtirq.nameList',
  'musnix.rtirq.nonThreaded',
  'musnix.rtirq.prioDecr',
  'musnix.rtirq.prioHigh',
  'musnix.rtirq.prioLow',
  'musnix.rtirq.resetAll',
  'musnix.soundcardPciId',
];
