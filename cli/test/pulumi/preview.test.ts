import assert from 'node:assert/strict';
import { previewOf, previewText } from '../../src/pulumi/preview';

describe('a preview of Pulumi', () => {
  it('says that nothing would be done when everything is the same', () => {
    const preview = previewOf('laptop', { same: 6 });
    assert.equal(preview.isUnchanged, true);
    assert.equal(previewText(preview), 'laptop is as Pulumi’s state says: nothing would be done.\n');
  });

  it('counts what would be done, by what it is', () => {
    const preview = previewOf('laptop', { create: 1, replace: 4, same: 2, discard: 1, refresh: undefined });
    assert.equal(preview.isUnchanged, false);
    assert.equal(
      previewText(preview),
      'laptop would be deployed:\n  1 resource would be made\n  4 resources would be replaced\n  1 resource would be discard\n',
    );
  });
});
