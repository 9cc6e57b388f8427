import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openSsh, type SshOptions } from '../../src/ssh/connect';
import { temporaryFolder } from '../support/cli';

describe('a computer without the program ssh', () => {
  const path = process.env['PATH'];
  before(() => {
    const programs = temporaryFolder();
    symlinkSync('/bin/sh', join(programs, 'sh'));
    process.env['PATH'] = programs;
  });
  after(() => {
    process.env['PATH'] = path;
  });

  const said = (options: SshOptions): Promise<string> =>
    openSsh(options)
      .connect({ host: 'studio.invalid' })
      .then(
        () => 'connected',
        (error: Error) => error.message,
      );

  it('is told so where the program or a configuration of its own was asked for', async () => {
    for (const options of [{ transport: 'openssh' }, { configFile: '/dev/null' }] as const)
      assert.match(await said(options), /^The program «ssh» was not found, and this connection needs it\. Install OpenSSH, or leave/);
  });

  it('connects without it otherwise', async () => {
    assert.match(await said({}), /^There is no machine by the name «studio\.invalid»/);
  });
});
