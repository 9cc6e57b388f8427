import { absent, info, ok, type Check, type Facts, type Finding } from './check';
import { compare } from './compare';
import { askedParameter, comesWithReboot } from './parameters';
import { judgeSetting } from './settings';
import { nameText } from './words';

const VM_DOCS = 'Linux, Documentation/admin-guide/sysctl/vm.rst';

/** Whether what is needed stays in memory, and how it gets to the disk. */
export const MEMORY: readonly Check[] = [
  {
    id: 'swappiness',
    title: 'swappiness',
    group: 'memory',
    severity: 'warning',
    meaning: 'How readily memory goes to the disk. A sample that was put there comes back too late for its note.',
    see: 'cat /proc/sys/vm/swappiness /proc/swaps',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { swappiness: 10 });",
      option: 'boot.kernel.sysctl."vm.swappiness" = 10;',
      elsewhere: 'write «vm.swappiness = 10» to /etc/sysctl.d/90-audio.conf, then sudo sysctl --system',
      place: 'kernel',
    },
    source: `${VM_DOCS} (swappiness); musnix, modules/base.nix: 10; rtcqs 0.6.4, swappiness_check`,
    look: lookAtSwappiness,
  },
  {
    id: 'thp',
    title: 'large pages',
    group: 'memory',
    severity: 'info',
    meaning: 'The kernel may join small pages of memory to large ones. While it tidies up, a program can be made to wait.',
    see: 'cat /sys/kernel/mm/transparent_hugepage/enabled',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { memory: { transparentHugepages: TransparentHugepages.MADVISE } });",
      option: 'boot.kernelParams = [ "transparent_hugepage=madvise" ];',
      elsewhere: 'echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled',
      place: 'kernel',
    },
    source: 'Linux, Documentation/admin-guide/mm/transhuge.rst; kernels of NixOS: madvise',
    look: lookAtHugepages,
  },
  {
    id: 'dirty_ratio',
    title: 'writing in bursts',
    group: 'memory',
    severity: 'info',
    meaning:
      'How much of a recording may pile up in memory before it has to go to the disk. The more, the longer everybody waits when it does.',
    see: 'cat /proc/sys/vm/dirty_ratio /proc/sys/vm/dirty_background_ratio',
    fix: {
      construct: "new RealtimeKernel(laptop, 'Kernel', { memory: { dirtyRatio: 10, dirtyBackgroundRatio: 3 } });",
      option: 'boot.kernel.sysctl = { "vm.dirty_ratio" = 10; "vm.dirty_background_ratio" = 3; };',
      elsewhere: 'write «vm.dirty_ratio = 10» and «vm.dirty_background_ratio = 3» to /etc/sysctl.d/90-audio.conf',
      place: 'kernel',
    },
    source: `${VM_DOCS} (dirty_ratio: 20, dirty_background_ratio: 10 by default)`,
    look: lookAtWriting,
  },
];

function lookAtSwappiness(facts: Facts): Finding {
  const { is, asked } = facts;
  const finding = judgeSetting(facts, {
    name: 'vm.swappiness',
    isGood: (value) => value <= 10 || !is.hasSwap,
    otherwise: 'warning',
    opinion: '10 keeps samples in memory',
  });
  if (finding.status === 'ok' && !is.hasSwap && !asked.sysctls?.['vm.swappiness'])
    return ok(`${finding.found}, and there is no swap space`);
  return finding;
}

function lookAtHugepages(facts: Facts): Finding {
  const { transparentHugepages } = facts.is;
  if (transparentHugepages === undefined) return absent('this kernel has none');
  return compare({
    runs: /\[(\w+)\]/.exec(transparentHugepages)?.[1] ?? nameText(transparentHugepages),
    wish: askedParameter(facts, 'transparent_hugepage'),
    isGood: !/^always$|\[always\]/.test(transparentHugepages),
    otherwise: 'info',
    opinion: '«madvise» leaves alone who did not ask',
    isPending: comesWithReboot(facts, 'transparent_hugepage'),
  });
}

/** The kernel's own values are fine for most; they are held against a wish, and told where they are larger. */
function lookAtWriting(facts: Facts): Finding {
  const { is, asked } = facts;
  if (is.sysctls['vm.dirty_ratio'] === '0' && !asked.sysctls?.['vm.dirty_ratio']) return ok('limited in bytes instead'); // vm.dirty_bytes
  const look = (name: string, most: number): Finding =>
    judgeSetting(facts, {
      name,
      isGood: (value) => value <= most,
      otherwise: 'info',
      opinion: `the kernel’s own are ${most} %`,
      text: (value) => `${value} %`,
    });
  const [ratio, background] = [look('vm.dirty_ratio', 20), look('vm.dirty_background_ratio', 10)];
  for (const finding of [ratio, background]) if (!['ok', 'info', 'absent'].includes(finding.status)) return finding;
  if (ratio.status === 'absent' || background.status === 'absent') return ratio.status === 'absent' ? ratio : background;
  const found = `${ratio.found}, in the background from ${background.found}`;
  return ratio.status === 'ok' && background.status === 'ok' ? ok(found) : info(found);
}
