import assert from 'node:assert/strict';
import { complaint, complaintOf } from '../../src/pulumi/complaint';

/** As the Automation API words what a program printed. */
const told = (printed: string): string => {
  const failed = `Command failed with exit code 255: pulumi up --yes --stack laptop\n${printed}`;
  return `code: -2\n stdout: \n stderr: ${failed}\n err?: Error: ${failed}\n`;
};

describe('what a Pulumi engine complains of', () => {
  it('is told without the command line that it was given, and once', () => {
    assert.equal(complaint(told('error: the disk is full')), 'the disk is full');
    assert.equal(complaint(told('Updating\nerror: error: no such stack\n  error: update failed\n')), 'no such stack update failed');
  });

  it('is what it said first where it does not call it an error', () => {
    assert.equal(complaint('code: -2\n stdout: \n stderr: spawn pulumi ENOENT\n err?: \n'), 'spawn pulumi ENOENT');
    assert.equal(complaint(''), 'it did not say why');
  });

  it('is a sentence of ours where the passphrase is wrong', () => {
    const error = complaintOf(new Error(told('error: getting stack configuration: get stack secrets manager: incorrect passphrase')));
    assert.deepEqual([error.name, error.message.slice(0, 26)], ['UserError', 'This is not the passphrase']);
  });

  it('keeps where it comes from', () => {
    const cause = new Error(told('error: the disk is full'));
    const error = complaintOf(cause);
    assert.deepEqual([error.message, error.cause], ['Pulumi’s engine stopped: the disk is full', cause]);
  });
});
