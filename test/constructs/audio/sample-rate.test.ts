import assert from 'node:assert/strict';
import { SampleRate } from '../../../src/constructs/audio';

describe('SampleRate', () => {
  it('is said in Hertz or in kilohertz', () => {
    assert.equal(SampleRate.hz(48_000).hertz, 48_000);
    assert.equal(SampleRate.khz(44.1).hertz, 44_100);
    assert.equal(SampleRate.khz(11.025).hertz, 11_025);
  });

  it('has the usual rates by name', () => {
    const { CD, DAT, VIDEO, KHZ_88_2, KHZ_96, KHZ_176_4, KHZ_192 } = SampleRate;
    const rates = [CD, DAT, VIDEO, KHZ_88_2, KHZ_96, KHZ_176_4, KHZ_192];
    assert.deepEqual(rates.map(String), ['44.1 kHz', '48 kHz', '48 kHz', '88.2 kHz', '96 kHz', '176.4 kHz', '192 kHz']);
  });

  it('knows what no sound card can do, and what was probably meant', () => {
    const range = 'sound cards do 8000 to 768000, in whole Hertz.';
    assert.equal(SampleRate.hz(48)._problem, `There is no sample rate of 48 Hz: ${range} Did you mean SampleRate.khz(48)?`);
    assert.equal(SampleRate.khz(48_000)._problem, `There is no sample rate of 48000000 Hz: ${range} Did you mean SampleRate.hz(48000)?`);
    assert.equal(SampleRate.khz(44.10005)._problem, `There is no sample rate of 44100.05 Hz: ${range}`);
    assert.equal(SampleRate.hz(NaN)._problem, `There is no sample rate of NaN Hz: ${range}`);
    for (const hertz of [8_000, 44_100, 768_000]) assert.equal(SampleRate.hz(hertz)._problem, undefined);
  });
});
