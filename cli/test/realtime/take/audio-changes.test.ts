import assert from 'node:assert/strict';
import { audioChanges, foretold } from '../../../src/realtime/take/audio-changes';

const configuration = (quantum: number, more = ''): string => `{ lib, pkgs, ... }:
{
  imports = [
    {
      _file = "bin/studio.ts:9 (laptop/Audio)";
      services.pipewire = {
        enable = true;
        extraConfig.pipewire."92-quantum"."context.properties"."default.clock.quantum" = ${quantum};
      };
    }
    {
      _file = "bin/studio.ts:12 (laptop/Web)";
      networking.firewall.enable = true;${more}
    }
  ];
}
`;

const PIPEWIRE = { pipewire: { user: 'alice', wireplumber: true, nodes: [] } };

describe('what a switch does to sound servers', () => {
  it('is nothing when what changes is about something else', () =>
    assert.deepEqual(audioChanges(configuration(64), configuration(64, ' services.openssh.enable = true;')), {
      pipewire: false,
      jack: false,
    }));

  it('is seen where a construct that sets PipeWire says something else', () =>
    assert.deepEqual(audioChanges(configuration(64), configuration(128)), { pipewire: true, jack: false }));

  it('is told before it is done: what goes on with its old settings, and how that is ended', () => {
    const [text, ...more] = foretold({ pipewire: true, jack: false }, PIPEWIRE, false);
    assert.match(
      text!,
      /^The settings of PipeWire change\. The switch stops nothing of it: PipeWire of alice goes on with the old ones.*--restart-audio.*systemctl --user restart/,
    );
    assert.deepEqual(more, []);
  });

  it('is told before it is done: what is cut off', () => {
    assert.match(
      foretold({ pipewire: true, jack: false }, PIPEWIRE, true)[0]!,
      /restarted after the switch: what goes through it breaks off/,
    );
    const jack = { jack: { user: 'alice', pid: 1, clients: [] } };
    assert.deepEqual(foretold({ pipewire: true, jack: true }, jack, false), [
      'The settings of JACK change, so the switch restarts it: what is connected to it is cut off.',
    ]);
  });

  it('is not told where no sound server runs', () => assert.deepEqual(foretold({ pipewire: true, jack: true }, {}, false), []));
});
