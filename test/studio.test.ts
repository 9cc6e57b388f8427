/** The reference studio, tested as a user would test their own. */
import { describe, it } from 'mocha';
import { Match, Template } from 'studio-cdk/testing';
import { laptop } from '../bin/studio';

describe('The studio laptop', () => {
  const template = Template.of(laptop);

  it('lets Ardour see every instrument and effect', () => {
    for (const plugin of ['surge-xt', 'zynaddsubfx', 'helm', 'cardinal']) template.hasPlugin('Ardour', plugin);
    for (const plugin of ['lsp-plugins', 'calf', 'x42-plugins', 'dragonfly-reverb']) template.hasPlugin('Ardour', plugin);
  });

  it('plays with a buffer of 64 frames at 48 kHz', () => {
    template.hasOption('services.pipewire.extraConfig.pipewire."10-studio"."context.properties"', {
      'default.clock.rate': 48000,
      'default.clock.quantum': 64,
    });
  });

  it('serves the sound card first, and keeps programs in memory', () => {
    template.hasOption('musnix.rtirq.nameList', 'usb snd');
    template.hasOption('boot.kernel.sysctl."vm.swappiness"', 10);
    template.hasOption('boot.kernelParams', Match.arrayWith(['preempt=full']));
  });

  it('gives alice what a musician needs', () => {
    template.hasOption('users.users.alice.extraGroups', Match.arrayWith(['audio', 'pipewire']));
  });

  it('can be reached for the next deployment, but not with a password', () => {
    template.hasOption('services.openssh.enable', true);
    template.hasOption('services.openssh.settings.PasswordAuthentication', false);
  });

  it('compiles no kernel', () => {
    template.lacksOption('musnix.kernel.realtime');
    template.lacksOption('boot.kernelPackages');
  });

  it('has nothing to complain about', () => {
    template.hasNoErrors();
    template.hasNoWarnings();
  });
});
