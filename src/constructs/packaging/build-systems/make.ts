import { flagProblems, listOf } from '../flags';
import type { Plan } from '../plan';
import type { MakefileProps } from './props';

/** `make`, then `make install`. `$(out)` is make's own: it reads the variable that Nix sets. */
export function make({ makeFlags = [], buildTargets = [] }: MakefileProps): Plan {
  return {
    builder: 'stdenv.mkDerivation',
    settings: {
      makeFlags: ['PREFIX=$(out)', ...makeFlags],
      ...listOf('buildFlags', buildTargets),
      enableParallelBuilding: true,
    },
    problems: [...flagProblems('makeFlags', makeFlags), ...flagProblems('buildFlags', buildTargets)],
  };
}
