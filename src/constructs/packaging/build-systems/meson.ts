import { flagProblems, listOf, optionFlags, optionProblems } from '../flags';
import type { Plan } from '../plan';
import type { MesonProps } from './props';

/** meson's hook configures in a folder `build`, and stays in it; ninja builds. */
export function meson({ options, mesonFlags = [] }: MesonProps): Plan {
  return {
    builder: 'stdenv.mkDerivation',
    nativeBuildInputs: ['meson', 'ninja', 'pkg-config'],
    settings: listOf('mesonFlags', [...optionFlags(options, 'mesonBool', 'mesonOption'), ...mesonFlags]),
    problems: [...optionProblems(options), ...flagProblems('mesonFlags', mesonFlags)],
  };
}
