import { describe, it } from 'mocha';
import { Match, Template } from 'studio-cdk/testing';
import { laptop } from '../bin/studio';

describe('The studio laptop', () => {
  const template = Template.of(laptop);

  it('lets Ardour see the plugins', () => {
    template.hasPlugin('Ardour', 'surge-xt');
    template.hasPlugin('Ardour', 'lsp-plugins');
  });

  it('is tuned, with the kernel that NixOS has ready', () => {
    template.hasOption('musnix.enable', true);
    template.hasOption('boot.kernelParams', Match.arrayWith(['preempt=full']));
    template.lacksOption('boot.kernelPackages');
  });

  it('is held to half a millisecond', () => {
    template.hasRealtime({ budget: { maxLatency: 500 }, audio: { quantum: 128, rate: 48000 } });
  });

  it('gives alice the groups that sound needs', () => {
    template.hasOption('users.users.alice.extraGroups', Match.arrayWith(['audio']));
  });

  it('has nothing to complain about', () => {
    template.hasNoErrors();
    template.hasNoWarnings();
  });
});
