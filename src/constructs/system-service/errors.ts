/** What can be wrong with a service. Whose it is, and on which line, the report says itself. */

export const badServiceName = (name: string): string =>
  `A service cannot be called «${name}»: letters, digits and «_ . @ : -», without .service at the end. Set serviceName.`;

export const badDescription = (text: string): string =>
  `The description ${JSON.stringify(text)} is not one line of text that ends without a backslash, which is all that systemd can show.`;

export const noCommand = (): string =>
  'The service has no command. Give the program and its arguments, each on its own: [program, argument, …].';

export const badWord = (index: number, why: string): string => `Word ${index + 1} of the command cannot be written down. ${why}`;

export const relativeProgram = (program: string): string =>
  `The program «${program}» is no absolute path, and NixOS has no folder where all programs are. Name its package: Pkg.of(…), or ` +
  "Nix.interpolate([Nix.pkgs('jacktrip'), '/bin/jacktrip']). The words after it are its arguments, not a command line for a shell.";

export const badUser = (name: string): string =>
  `The service cannot run as «${name}»: user names are small letters, digits, dashes and underscores, start with a letter and have at most 31 signs.`;

export const badServiceGroup = (name: string): string =>
  `The service cannot join the group «${name}»: groups are called with small letters, digits, dashes and underscores, and start with a letter.`;

export const notInSession = (properties: readonly string[]): string =>
  `A service of a session runs as the person who logged in, and has no ${properties.join(', ')}. Leave it away, or userService.`;

export const badStateFolder = (name: string): string =>
  `«${name}» is no state folder: it is relative to /var/lib, such as «sampler» or «studio/sampler», of letters, digits and «_ . -».`;

export const badPath = (what: string, path: string): string =>
  `The ${what} «${path}» is no absolute path: it starts with «/», stays inside of it, and has neither backslashes nor line breaks.`;

export const badVariable = (name: string): string =>
  `«${name}» is no name of an environment variable: letters, digits and underscores, and no digit first.`;

export const badVariableValue = (name: string, why: string): string => `The environment variable ${name} cannot be written down. ${why}`;

export const secretInStore = (name: string): string =>
  `The environment variable ${name} looks like a secret, and its value will be readable for everybody on the machine. Put it into an environmentFile.`;

export const taskNeverEnds = (): string =>
  'A task (ServiceType.ONESHOT) cannot be started again whenever it has ended: systemd refuses Restart.ALWAYS. Use ServiceType.EXEC or a schedule.';

export const badDelay = (seconds: number): string => `A service cannot be started again after ${seconds} seconds. Give 0 or more.`;

export const badUnit = (name: string): string =>
  `«${name}» is no name of a unit: it needs a kind at its end, such as network-online.target or pipewire.service.`;

export const onlineUnwanted = (): string =>
  'It is started after network-online.target, which nothing starts by itself. Add it to wants, too.';

export const badSchedule = (schedule: string): string =>
  `«${schedule}» is no time as systemd.time(7) writes it, such as «daily» or «Mon 03:30». «systemd-analyze calendar» explains them.`;

export const badNice = (nice: number): string => `There is no niceness ${nice}: it is a whole number from -20 to 19.`;

export const badPriority = (what: string, priority: number): string =>
  `${what} cannot be ${priority}: realtime priorities are whole numbers from 1 to 99.`;

export const priorityMissing = (): string =>
  'CpuScheduling.FIFO and RR need a priority from 1 to 99. Set priority; 10 is enough to come before all ordinary programs.';

export const priorityUnused = (): string =>
  'priority means something with CpuScheduling.FIFO and RR only; among ordinary programs it is nice. Set scheduling.';

export const badPin = (cpu: number): string => `There is no CPU ${cpu}: they are whole numbers from 0.`;

export const badCapability = (name: string): string =>
  `«${name}» is no capability: their names are like CAP_SYS_NICE, and capabilities(7) lists them.`;

export const badDirective = (name: string): string =>
  `«${name}» is no directive of a service: their names are like TimeoutStartSec, and systemd.service(5) lists them.`;

export const directiveOfLines = (name: string): string =>
  `The directive ${name} has a line break, with which another directive would begin. Give several values as a list.`;
