/** Everything about sound servers that `src/index.ts` makes public. */
export * from './audio-device';
export * from './audio-device-props';
export * from './audio-server';
export * from './jack-props';
export * from './jack-server';
export * from './pipewire-props';
export * from './pipewire-server';
export * from './sample-rate';
export * from './sound-server';
