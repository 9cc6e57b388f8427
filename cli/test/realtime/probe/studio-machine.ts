/** Files of a machine as a studio has one: eight CPUs, a card inside and one on USB, a realtime kernel, rtirq. */

interface Wanted {
  readonly cpus?: number;
  readonly offline?: readonly number[];
}

export function studioMachine({ cpus = 8, offline = [] }: Wanted = {}): Record<string, string> {
  const ids = Array.from({ length: cpus }, (_, id) => id);
  const working = ids.filter((id) => !offline.includes(id));
  return {
    ...Object.assign({}, ...working.map(cpu)),
    ...KERNEL,
    ...SOUND,
    ...PEOPLE,
    'sys/devices/system/cpu/present': `0-${cpus - 1}`,
    'sys/devices/system/cpu/online': working.join(','),
    'proc/cpuinfo': working.map((id) => `processor\t: ${id}\nmodel name\t: Sound CPU\ncpu MHz\t\t: 3600.125\n`).join('\n'),
  };
}

function cpu(id: number): Record<string, string> {
  const folder = `sys/devices/system/cpu/cpu${id}`;
  return {
    [`${folder}/cpufreq/scaling_driver`]: 'intel_pstate',
    [`${folder}/cpufreq/scaling_governor`]: 'performance',
    [`${folder}/cpufreq/scaling_available_governors`]: 'performance powersave ',
    [`${folder}/cpufreq/scaling_min_freq`]: '800000',
    [`${folder}/cpufreq/scaling_max_freq`]: '4200000',
    [`${folder}/cpufreq/cpuinfo_max_freq`]: '4700000',
    [`${folder}/cpufreq/scaling_cur_freq`]: '3599999',
    [`${folder}/cpufreq/energy_performance_preference`]: 'performance',
    [`${folder}/power/energy_perf_bias`]: '0',
  };
}

const thread = (pid: number, tid: number, name: string, priority: number, policy: number): Record<string, string> => {
  const between = '0 0 0 0 -1 69238848 0 0 0 0 0 455 0 0'; // fields 4 to 17
  const after = `0 1 0 22 0 0 18446744073709551615 ${'0 '.repeat(12)}17 0 ${priority} ${policy} 0 0 0`; // 19 to 38, processor, rt_priority, policy
  const kernelPriority = policy === 0 ? 20 : -1 - priority;
  return { [`proc/${pid}/task/${tid}/stat`]: `${tid} (${name}) S ${between} ${kernelPriority} ${after}` };
};

const program = (pid: number, uid: number, name: string, isKernel = false): Record<string, string> => ({
  [`proc/${pid}/status`]: `Name:\t${name}\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t${isKernel ? 2 : 1}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}${isKernel ? '' : '\nVmSize:\t  2576 kB'}`,
});

const KERNEL: Record<string, string> = {
  'proc/cmdline': 'BOOT_IMAGE=/boot/bzImage threadirqs preempt=full isolcpus=2,3 dyndbg="file a.c +p" quiet',
  'proc/uptime': '5025.12 39000.00',
  'proc/swaps': 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/nvme0n1p3 partition\t8388604\t\t0\t\t-2',
  'proc/sys/kernel/osrelease': '6.12.40-rt11',
  'proc/sys/kernel/version': '#1-NixOS SMP PREEMPT_RT Tue Jan  1 00:00:00 UTC 1980',
  'proc/sys/kernel/hostname': 'studio-laptop',
  'proc/sys/kernel/random/boot_id': '7b1dfd9e-5a0c-4a57-a4c4-4f2c4c4b1a11',
  'proc/sys/vm/swappiness': '10',
  'proc/sys/vm/dirty_ratio': '10',
  'proc/sys/dev/hpet/max-user-freq': '2048',
  'proc/sys/vm/overcommit_memory': '1',
  'proc/config.gz':
    'CONFIG_HZ_1000=y\nCONFIG_HZ=1000\nCONFIG_PREEMPT_RT=y\n# CONFIG_PREEMPT_VOLUNTARY is not set\nCONFIG_MODULES=y\nCONFIG_HIGH_RES_TIMERS=y',
  'sys/kernel/realtime': '1',
  'sys/kernel/debug/sched/preempt': 'none voluntary (full) lazy ',
  'sys/devices/system/cpu/isolated': '2-3',
  'sys/devices/system/cpu/nohz_full': '(null)',
  'sys/devices/system/cpu/smt/control': 'off',
  'sys/devices/system/cpu/vulnerabilities/spectre_v2': 'Mitigation: Enhanced IBRS; PBRSB-eIBRS: SW sequence',
  'sys/devices/system/cpu/vulnerabilities/meltdown': 'Not affected',
  'sys/devices/system/cpu/cpuidle/current_driver': 'intel_idle',
  'sys/devices/system/cpu/cpu0/cpuidle/state0/name': 'POLL',
  'sys/devices/system/cpu/cpu0/cpuidle/state0/latency': '0',
  'sys/devices/system/cpu/cpu0/cpuidle/state0/disable': '0',
  'sys/devices/system/cpu/cpu0/cpuidle/state10/name': 'C10',
  'sys/devices/system/cpu/cpu0/cpuidle/state10/latency': '890',
  'sys/devices/system/cpu/cpu0/cpuidle/state10/disable': '1',
  'sys/devices/system/cpu/cpu0/cpuidle/state2/name': 'C1E',
  'sys/devices/system/cpu/cpu0/cpuidle/state2/latency': '10',
  'sys/devices/system/cpu/cpu0/cpuidle/state2/disable': '0',
  'sys/devices/system/clocksource/clocksource0/current_clocksource': 'tsc',
  'sys/devices/system/clocksource/clocksource0/available_clocksource': 'tsc hpet acpi_pm ',
  'sys/class/rtc/rtc0/max_user_freq': '64',
  'sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
  'etc/os-release': 'NAME=NixOS\nID=nixos\nVERSION_ID="25.11"',
  'run/booted-system': '-> /run/system-1',
  'run/current-system': '-> /run/system-2',
  'run/system-1/kernel': 'one kernel',
  'run/system-1/kernel-modules/list': 'one',
  'run/system-1/kernel-params': 'threadirqs loglevel=4',
  'run/system-2/kernel': 'another kernel',
  'run/system-2/kernel-modules/list': 'another',
  'run/system-2/kernel-params': 'threadirqs preempt=full loglevel=4',
};

const USB_DEVICE = 'sys/devices/pci0000:00/0000:00:14.0/usb1/1-2';

const SOUND: Record<string, string> = {
  'sys/kernel/irq/16/actions': 'snd_hda_intel:card0,ehci_hcd:usb3',
  'sys/kernel/irq/31/actions': 'xhci_hcd',
  'sys/kernel/irq/40/actions': '',
  'proc/irq/16/smp_affinity_list': '0-7',
  'proc/irq/16/effective_affinity_list': '4',
  'proc/irq/31/smp_affinity_list': '1',
  ...thread(200, 200, 'irq/16-snd_hda_', 90, 1),
  ...thread(201, 201, 'irq/16-ehci_hcd', 50, 1),
  ...thread(202, 202, 'irq/31-xhci_hcd', 85, 1),
  ...thread(203, 203, 'ksoftirqd/0', 0, 0),
  ...thread(700, 700, 'reaper', 0, 0),
  ...thread(700, 701, 'Audio (x) y', 70, 2),
  ...program(200, 0, 'irq/16-snd_hda_', true),
  ...program(700, 1000, '.reaper-wrapped'),
  ...program(701, 0, 'irqbalance'),
  ...program(702, 0, '.power-profiles'),
  'proc/700/limits':
    'Limit  Soft Limit  Hard Limit  Units\nMax open files 1024 524288 files\nMax locked memory unlimited unlimited bytes\nMax realtime priority 0 95',
  'sys/module/usbcore/parameters/autosuspend': '-1',
  'sys/module/snd_hda_intel/parameters/power_save': '1',
  'sys/bus/usb/devices/usb1/idVendor': '1d6b',
  'sys/bus/usb/devices/usb1/power/control': 'auto',
  'sys/bus/usb/devices/1-2/idVendor': '1235',
  'sys/bus/usb/devices/1-2/idProduct': '8210',
  'sys/bus/usb/devices/1-2/manufacturer': 'Focus: rite',
  'sys/bus/usb/devices/1-2/product': 'Scarlett 2i2: USB/3rd',
  'sys/bus/usb/devices/1-2/speed': '480',
  'sys/bus/usb/devices/1-2/power/control': 'on',
  'sys/bus/usb/devices/1-2:1.0/bInterfaceClass': '01',
  'sys/bus/usb/devices/1-3/idVendor': '046d',
  'sys/bus/usb/devices/1-3/speed': '1.5',
  'sys/bus/usb/devices/1-3:1.0/bInterfaceClass': '03',
  'sys/class/sound/card0/id': 'PCH',
  'sys/class/sound/card0/device': '-> ../../../devices/pci0000:00/0000:00:1f.3',
  'sys/devices/pci0000:00/0000:00:1f.3/uevent': 'DRIVER=snd_hda_intel\nPCI_SLOT_NAME=0000:00:1f.3',
  'sys/devices/pci0000:00/0000:00:1f.3/irq': '16',
  'sys/devices/pci0000:00/0000:00:14.0/irq': '15',
  'sys/devices/pci0000:00/0000:00:14.0/msi_irqs/31': 'msi',
  'sys/devices/pci0000:00/0000:00:14.0/msi_irqs/32': 'msi',
  'sys/class/sound/card1/id': 'USB',
  'sys/class/sound/card1/device': '-> ../../../devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0',
  [`${USB_DEVICE}/1-2:1.0/uevent`]: 'DEVTYPE=usb_interface\nDRIVER=snd-usb-audio',
  'proc/asound/cards': [
    ' 0 [PCH            ]: HDA-Intel - HDA Intel PCH',
    '                      HDA Intel PCH at 0xf7f10000 irq 16',
    ' 1 [USB            ]: USB-Audio - Scarlett 2i2 USB',
    '                      Focusrite Scarlett 2i2 USB at usb-0000:00:14.0-2, high speed',
  ].join('\n'),
  'proc/asound/modules': ' 0 snd_hda_intel\n 1 snd_usb_audio',
  'proc/asound/card0/pcm0p/sub0/hw_params': 'closed',
  'proc/asound/card0/pcm0p/sub0/status': 'closed',
  'proc/asound/card1/pcm0p/sub0/hw_params':
    'access: MMAP_INTERLEAVED\nformat: S32_LE\nsubformat: STD\nchannels: 2\nrate: 48000 (48000/1)\nperiod_size: 128\nbuffer_size: 384',
  'proc/asound/card1/pcm0p/sub0/status': 'state: RUNNING\nowner_pid   : 700\ntrigger_time: 5000.1',
  'proc/asound/card1/pcm0c/sub0/hw_params': 'closed',
};

/** The shell of anna would never get to a prompt. */
const PEOPLE: Record<string, string> = {
  'etc/passwd': [
    'root:x:0:0:root:/root:/bin/sh',
    'anna:x:1000:100:Anna:/run/anna:/bin/bash',
    'bob:x:1001:100:Bob:/nowhere:/bin/sh',
    'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  ].join('\n'),
  ...Object.fromEntries(
    ['.profile', '.bash_profile', '.bashrc'].map((name) => [`run/anna/${name}`, 'echo hello from the shell; sleep 60']),
  ),
  'etc/group': 'root:x:0:\naudio:x:29:anna\nvideo:x:44:anna\nusers:x:100:\nnogroup:x:65534:\naudio:x:300:',
  'etc/security/limits.conf': '@audio hard nofile 4321\n@audio soft nofile 4321',
};
