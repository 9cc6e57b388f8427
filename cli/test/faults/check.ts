import assert from 'node:assert/strict';
import type { Fault, Which } from './fault';
import type { MachineLook, Seen } from './scene';

/** Whether a fault ended as it has to. */
export function check({ ends }: Fault, seen: Seen): void {
  const { ran, before, wanted, lock, after, afterReboot } = seen;
  const story = `\n${ran.stdout}${ran.stderr}`;
  const { runs, boots = runs } = ends;
  const which = (look: MachineLook): Which => {
    if (look.runningSystem === before.runningSystem) return 'old';
    return look.configuration === wanted ? 'new' : 'other';
  };

  assert.equal(ran.code, ends.exit, `exit code${story}`);
  const said = `${ran.stderr}\n${ran.stdout}`.trim().split('\n');
  assert.match(said.slice(-12).join('\n'), ends.says, `what it says${story}`);

  assert.equal(which(after), runs, `what the machine runs${story}`);
  assert.ok(after.sshReachable, `the machine can be reached${story}`);
  if (lock) assert.ok(lock['id'] && lock['by'] && lock['phase'], `the lock names its owner${story}`);
  assert.equal(after.lock, undefined, `nobody holds the lock in the end${story}`);
  if (boots === 'old') assert.equal(after.generation, before.generation, `the generation is the former one${story}`);

  assert.equal(which(afterReboot), boots, `what the machine boots${story}`);
  assert.ok(afterReboot.sshReachable, `the machine can be reached after a reboot${story}`);
  assert.equal(afterReboot.profileSystem, afterReboot.runningSystem, `the profile and what runs are the same${story}`);
  assert.equal(afterReboot.defaultSystem, afterReboot.runningSystem, `so is what the next boot brings${story}`);
  assert.equal(afterReboot.bootsOnce, false, `no choice for one boot is left${story}`);
  assert.equal(afterReboot.armed, undefined, `nothing is armed any more${story}`);
  if (boots !== 'other') assert.equal(afterReboot.verifiedSystem, afterReboot.runningSystem, `what runs was confirmed once${story}`);
}
