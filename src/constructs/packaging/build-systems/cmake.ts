import { flagProblems, listOf, optionFlags, optionProblems } from '../flags';
import type { Plan } from '../plan';
import type { CmakeProps } from './props';

/** cmake's hook configures in a folder `build`, and stays in it. */
export function cmake({ options, cmakeFlags = [] }: CmakeProps): Plan {
  return {
    builder: 'stdenv.mkDerivation',
    nativeBuildInputs: ['cmake', 'pkg-config'],
    settings: listOf('cmakeFlags', [...optionFlags(options, 'cmakeBool', 'cmakeFeature'), ...cmakeFlags]),
    problems: [...optionProblems(options), ...flagProblems('cmakeFlags', cmakeFlags)],
  };
}
