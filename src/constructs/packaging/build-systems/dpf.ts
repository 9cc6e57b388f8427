import { badPattern } from '../errors';
import { copyLines, type PluginFiles } from '../files';
import { flagProblems, listOf } from '../flags';
import type { Plan } from '../plan';
import type { DpfProps } from './props';

/** Where the framework's makefiles put what they build. */
const FILES: PluginFiles = {
  lv2: ['bin/*.lv2'],
  ladspa: ['bin/*-ladspa.so'],
  dssi: ['bin/*-dssi.so'],
  vst: ['bin/*-vst.so'],
  vst3: ['bin/*.vst3'],
  clap: ['bin/*.clap'],
  lxvst: ['bin/*-vst.so'],
};

/** What the framework's windows are made with. */
const WINDOWS = ['libGL', 'libx11', 'libxcursor', 'libxext', 'libxrandr'];

/** `make`, which writes LV2's descriptions with a script of the framework. Few projects can install for themselves, so files are copied. */
export function dpf({ formats, framework = 'dpf', graphics = true, makeFlags = [] }: DpfProps): Plan {
  return {
    builder: 'stdenv.mkDerivation',
    nativeBuildInputs: ['pkg-config'],
    buildInputs: graphics ? WINDOWS : [],
    settings: { ...listOf('makeFlags', makeFlags), enableParallelBuilding: true },
    phases: { postPatch: `patchShebangs ${framework}/utils\n` },
    install: copyLines(FILES, formats),
    problems: [...flagProblems('makeFlags', makeFlags), /^\w[\w./-]*$/.test(framework) ? undefined : badPattern(framework)],
  };
}
