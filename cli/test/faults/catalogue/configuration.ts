import { FAILING_ACTIVATION, FAILING_BUILD, FAILING_UNIT, SLOW_BUILD } from '../changes';
import { PUT_BACK, SWITCHED, UNTOUCHED, type FaultGroup } from '../fault';

const AT_NEXT_BOOT = { exit: 0, runs: 'old', boots: 'new', says: /takes effect at the next boot/ } as const;

export const CONFIGURATION: FaultGroup = {
  title: 'The configuration',
  faults: [
    {
      title: 'it does not evaluate',
      before: async (scene) => scene.writes({ 'wrong-option': '' }),
      ends: { ...UNTOUCHED, says: /bin\/studio\.ts:\d+/ },
    },
    { title: 'a package does not build', change: FAILING_BUILD, ends: { ...UNTOUCHED, says: /broken/ } },
    { title: 'a script of the activation fails (exit code 2)', change: FAILING_ACTIVATION, ends: PUT_BACK },
    { title: 'a unit fails (exit code 4)', on: 'systemd', change: FAILING_UNIT, ends: { ...PUT_BACK, says: /was put back.*broken/s } },
    {
      title: 'a unit fails that failed before (exit code 4)',
      on: 'systemd',
      former: FAILING_UNIT,
      change: FAILING_UNIT,
      options: ['--tolerate-unit', 'broken.service'],
      ends: SWITCHED,
    },
    {
      title: 'the activation never ends',
      change: `system.activationScripts.stuck = "sleep 1000";`,
      options: ['--activation-timeout', '10'],
      isLong: true,
      ends: PUT_BACK,
    },
    {
      title: 'the new system says that it cannot be switched to live (a switch inhibitor)',
      change: `services.dbus.implementation = "broker";`,
      ends: AT_NEXT_BOOT,
    },
    {
      title: 'NixOS says that it cannot be switched to live (exit code 100)',
      on: 'systemd',
      change: `systemd.package = pkgs.systemd // { interfaceVersion = 3; };`,
      ends: AT_NEXT_BOOT,
    },
    {
      title: 'the old system does not activate any more, either',
      change: FAILING_ACTIVATION,
      former: `system.activationScripts.once = "[ ! -e /var/lib/no-way-back ] || exit 9";`,
      before: async ({ machine }) => void (await machine.console('touch /var/lib/no-way-back')),
      after: async ({ machine }) => void (await machine.console('rm /var/lib/no-way-back')),
      ends: { exit: 1, runs: 'old', says: /NEEDS YOU/ },
    },
    {
      title: 'the assembly changes while it is deployed',
      change: SLOW_BUILD,
      during: async (scene) => {
        await scene.reaches('building');
        await scene.synthesiseSomethingElse();
      },
      ends: SWITCHED,
    },
  ],
};
