import type { Deployed, Facts } from '../facts';
import { fail, pass, warn, type Verdict } from '../verdict';
import { CHANGING, type PreflightGate } from './gate';

/** What somebody else made by hand must not go away unseen. `--adopt` leaves this gate out. */
export const generation: PreflightGate = {
  id: 'generation',
  title: 'that it is as the last deployment left it',
  only: CHANGING,
  check(facts, { stack }) {
    const { deployed } = facts;
    if (!deployed) return pass(`nothing was deployed to it so far: it comes from generation ${facts.generation ?? '?'}`);
    if (deployed.stack !== undefined && deployed.stack !== stack)
      return fail(
        `The machine was last deployed as «${deployed.stack}», and this stack is «${stack}». Look whether its target names the right machine; with --adopt it becomes «${stack}».`,
      );
    return compare(facts, deployed);
  },
};

function compare({ generation: current, system, profile }: Facts, deployed: Deployed): Verdict {
  const left = `generation ${deployed.generation ?? '?'}${deployed.by === undefined ? '' : ` by ${deployed.by}`}`;
  const advice = 'Put into the studio what was changed there, or take the machine over as it is with --adopt.';
  if (deployed.generation !== undefined && current !== undefined && current !== deployed.generation)
    return fail(`The last deployment made ${left}, and the machine is on generation ${current} now: somebody else changed it. ${advice}`);
  if (deployed.system !== undefined && profile !== undefined && profile !== deployed.system)
    return fail(`The last deployment made ${left}, and what the machine boots next is another system: somebody else changed it. ${advice}`);
  if (deployed.system !== undefined && system !== deployed.system)
    return warn(
      `The machine boots what the last deployment made (${left}), and runs something else at this moment: it was not rebooted since, or somebody tries something until the next boot.`,
    );
  return pass(`it is as the last deployment left it (${left})`);
}
