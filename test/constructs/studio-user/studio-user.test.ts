import assert from 'node:assert/strict';
import { StudioUser, type StudioUserProps } from '../../../src/constructs/studio-user';
import { Nix } from '../../../src/nix';
import { errors, machine, options } from '../../support/machine';

/** A real public key, made for this test; nobody has its private half. */
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBm2o7c4ZJ0m0N1qkq1Xo6g6o4nq8p0F1C0s3q0m5u7W alice@desk';

function said(props: StudioUserProps, id = 'Alice') {
  const laptop = machine();
  new StudioUser(laptop, id, props);
  return options(laptop, `studio-laptop/${id}`);
}

function refusals(props: StudioUserProps, id = 'Alice'): string[] {
  const laptop = machine();
  new StudioUser(laptop, id, props);
  return errors(laptop);
}

function refusal(props: StudioUserProps, id?: string): string {
  const found = refusals(props, id);
  assert.equal(found.length, 1, found.join('\n'));
  return found[0]!;
}

describe('StudioUser', () => {
  it('is a person in the group audio, called after the construct', () => {
    assert.deepEqual(said({}), { 'users.users.alice.extraGroups': '[ "audio" ]', 'users.users.alice.isNormalUser': 'true' });
  });

  it('says everything that is known of the person', () => {
    const props = {
      userName: 'ac',
      fullName: 'Alice Coltrane',
      groups: ['audio', 'pipewire'],
      admin: true,
      authorizedKeys: [`${KEY}\n`],
      hashedPasswordFile: '/etc/studio/alice.hash',
      shell: Nix.pkgs('fish'),
    };
    assert.deepEqual(said(props), {
      'programs.fish.enable': 'true',
      'users.users.ac.description': '"Alice Coltrane"',
      'users.users.ac.extraGroups': '[\n  "audio"\n  "pipewire"\n  "wheel"\n]',
      'users.users.ac.hashedPasswordFile': '"/etc/studio/alice.hash"',
      'users.users.ac.isNormalUser': 'true',
      'users.users.ac.openssh.authorizedKeys.keys': `[ "${KEY}" ]`,
      'users.users.ac.shell': 'pkgs.fish',
    });
  });

  it('switches on no program for a shell that needs none', () => {
    assert.equal(said({ shell: Nix.pkgs('dash') })['programs.dash.enable'], undefined);
  });

  it('is in every group once', () => {
    assert.equal(said({ groups: ['wheel', 'wheel'], admin: true })['users.users.alice.extraGroups'], '[ "wheel" ]');
  });

  it('refuses a name that is none', () => {
    for (const userName of ['root; rm -rf', 'Alice', '', '-a', 'a b', 'ä', 'a'.repeat(32), 'alice\n'])
      assert.match(refusal({ userName }), /is no user name/, userName);
    assert.deepEqual(refusals({ userName: 'a'.repeat(31) }), []);
  });

  it('refuses an id that cannot be a name, and says what to do', () => {
    assert.match(refusal({}, 'The singer'), /«the singer» is no user name.*Set userName/);
  });

  it('refuses groups that are none', () => {
    assert.match(refusal({ groups: ['audio', 'wheel,root'] }), /«wheel,root» is no name of a group/);
  });

  it('refuses a full name that would be more than one field of /etc/passwd', () => {
    for (const fullName of ['Alice:0:0', 'Alice\nroot::0:0:::']) assert.match(refusal({ fullName }), /does not fit into \/etc\/passwd/);
  });

  it('exists once on a machine, and on any number of machines', () => {
    const laptop = machine();
    new StudioUser(laptop, 'Alice');
    new StudioUser(laptop, 'Singer', { userName: 'alice' });
    const [only, ...others] = errors(laptop);
    assert.match(only!, /«alice» exists already: .*\(studio-laptop\/Alice\)/);
    assert.deepEqual(others, []);
  });

  describe('for root', () => {
    it('adds keys and nothing else', () => {
      assert.deepEqual(said({ userName: 'root', authorizedKeys: [KEY] }), {
        'users.users.root.openssh.authorizedKeys.keys': `[ "${KEY}" ]`,
      });
    });

    it('refuses the rest', () => {
      assert.match(refusal({ userName: 'root', admin: true, groups: ['audio'] }), /only keys can be added to it; admin, groups cannot/);
    });
  });

  describe('with a password file', () => {
    it('refuses a password or a hash, without repeating it', () => {
      for (const hashedPasswordFile of ['$6$abcdef$0123', '$y$j9T$secret', 'hunter2', '!']) {
        const text = refusal({ hashedPasswordFile });
        assert.match(text, /everybody on the machine could read in the Nix store/);
        assert.ok(!text.includes(hashedPasswordFile));
      }
    });

    it('refuses one in the store, and one that is no absolute path', () => {
      assert.match(refusal({ hashedPasswordFile: '/nix/store/abc-hash' }), /is in the Nix store/);
      assert.match(refusal({ hashedPasswordFile: './alice.hash' }), /is no path of a password file/);
    });
  });
});
