import { PluginFormat } from '../../plugin-format';
import { badDsp, notByFaust } from '../errors';
import { copyLines } from '../files';
import { flagProblems, listOf } from '../flags';
import { phase, type Plan } from '../plan';
import type { FaustProps } from './props';

const TOOLS: Partial<Record<PluginFormat, string>> = { [PluginFormat.LV2]: 'faust2lv2', [PluginFormat.LADSPA]: 'faust2ladspa' };

/**
 * The scripts of nixpkgs' Faust, which bring their compilers with them. A single file is in the store under a name with a hash; it gets its own back,
 * because the plugin is called after it.
 */
export function faust(props: FaustProps, fileName: string | undefined): Plan {
  const { formats, faustFlags = [], graphics = false } = props;
  const program = props.program ?? fileName ?? '';
  const stem = program.replace(/\.dsp$/, '');
  const [, folder = '.', file = program] = /^(.*)\/([^/]+)$/.exec(program) ?? [];
  const tools = formats.map((format) => TOOLS[format]).filter((tool) => tool !== undefined);
  const calls = tools.map((tool) => `${tool} ${tool === 'faust2lv2' && graphics ? '-gui ' : ''}$faustFlags ${file}`);
  return {
    builder: 'stdenv.mkDerivation',
    nativeBuildInputs: tools,
    sourceAttributes: fileName === undefined ? {} : { dontUnpack: true },
    settings: { ...listOf('faustFlags', faustFlags), dontWrapQtApps: true },
    phases: {
      buildPhase: phase('Build', [
        ...(fileName === undefined ? [] : [`cp "$src" ${program}`]),
        ...(folder === '.' ? calls : [`pushd ${folder}`, ...calls, 'popd']),
      ]),
    },
    install: copyLines({ lv2: [`${stem}.lv2`], ladspa: [`${stem}.so`] }, formats),
    problems: [
      ...formats.filter((format) => !TOOLS[format]).map(notByFaust),
      ...flagProblems('faustFlags', faustFlags),
      /^\w[\w./+-]*\.dsp$/.test(program) && !program.includes('..') && (fileName === undefined || !program.includes('/'))
        ? undefined
        : badDsp(program),
    ],
  };
}
