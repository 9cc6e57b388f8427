export const onlyForMachines = (construct: string, why: string, stack: string): string =>
  `A ${construct} ${why}, and «${stack}» is an environment for any Linux, without administrator rights: it has no say in that. Put it into a NixosStack.`;

export const twoProgramsOfOneName = (name: string, first: string): string =>
  `Two programs in this environment are called «${name}»; the first is ${first}. Only one of them could be started: take one away, or give all plugins to one.`;

export const badVariableName = (name: string): string =>
  `«${name}» cannot be the name of an environment variable: letters, digits and underscores, and no digit first.`;

export const variableTwice = (name: string): string =>
  `The variable ${name} is set twice in this environment, to different values. Take one of them away.`;
