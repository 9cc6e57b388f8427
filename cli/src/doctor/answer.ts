import { countsOf, timeOf, verdictOn, type Examined } from '../realtime/render/examined';
import { exitCodeFor } from './exit-code';

/**
 * The answer as data, which is what `--json` prints. It stays as it is while `schema` does: members may come, none goes or changes its
 * meaning.
 */
export const answerOf = (examined: readonly Examined[], isStrict: boolean) => ({
  schema: 1,
  exitCode: exitCodeFor(examined, isStrict),
  machines: examined.map((one) => {
    const { name, host, seen, problem, intent } = one;
    const who = { name, ...(host !== undefined && { host }), verdict: verdictOn(one), isComparedWithStudio: intent !== undefined };
    if (seen === undefined) return { ...who, problem: problem ?? 'no answer' };
    const { snapshot, results } = seen;
    return {
      ...who,
      at: timeOf(snapshot),
      hostname: snapshot.hostname,
      os: snapshot.os,
      kernel: { release: snapshot.kernel.release, version: snapshot.kernel.version },
      seenBy: snapshot.user.name,
      counts: countsOf(results),
      checks: results,
    };
  }),
});
