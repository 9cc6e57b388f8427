import { isUserName } from '../deploy-target';
import { Pkg } from '../pkg';
import { textOf, toWord } from './command';
import * as text from './errors';
import { CpuScheduling, Restart, ServiceType, type SystemServiceProps } from './props';

/** Everything that the properties of a service tell about themselves. */
export function serviceProblems(serviceName: string, userName: string | undefined, props: SystemServiceProps): string[] {
  return [
    ...nameProblems(serviceName, userName, props),
    ...commandProblems(props.command),
    ...placeProblems(props),
    ...environmentProblems(props.environment ?? {}),
    ...startProblems(props),
    ...cpuProblems(props),
    ...directiveProblems(props),
  ];
}

export function serviceWarnings({ after = [], environment = {}, wants = [] }: SystemServiceProps): string[] {
  const secrets = Object.keys(environment).filter((name) => /(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|API_KEY)$/i.test(name));
  const online = 'network-online.target';
  return [...secrets.map(text.secretInStore), ...(after.includes(online) && !wants.includes(online) ? [text.onlineUnwanted()] : [])];
}

function nameProblems(serviceName: string, userName: string | undefined, props: SystemServiceProps): string[] {
  const problems: string[] = [];
  if (!/^[A-Za-z0-9_][\w.@:-]{0,199}$/.test(serviceName) || serviceName.endsWith('.service'))
    problems.push(text.badServiceName(serviceName));
  if (/[\p{Cc}]|\\$|^\s*$/u.test(props.description)) problems.push(text.badDescription(props.description));
  if (userName !== undefined && !isUserName(userName)) problems.push(text.badUser(userName));
  for (const group of props.groups ?? []) if (!isUserName(group)) problems.push(text.badServiceGroup(group));
  if (props.userService) {
    const { capabilities, home, soundDevices, writablePaths } = props.sandbox ?? {};
    const refused = { user: props.user, groups: props.groups, 'sandbox.capabilities': capabilities, 'sandbox.home': home };
    const more = { 'sandbox.soundDevices': soundDevices, 'sandbox.writablePaths': writablePaths };
    const given = Object.entries({ ...refused, ...more }).filter(([, value]) => value !== undefined);
    if (given.length > 0) problems.push(text.notInSession(given.map(([name]) => name)));
  }
  return problems;
}

function commandProblems(command: readonly unknown[]): string[] {
  if (command.length === 0) return [text.noCommand()];
  return command.flatMap((value, index) => {
    if (value instanceof Pkg) return [];
    const word = toWord(value);
    if (typeof word === 'string') return [text.badWord(index, word)];
    const program = word.kind === 'int' ? String(word.value) : textOf(word);
    return index > 0 || program === undefined || /^\/[\w@+=:,./-]+$/.test(program) ? [] : [text.relativeProgram(program)];
  });
}

function placeProblems({ environmentFile, sandbox = {}, stateFolder, workingFolder }: SystemServiceProps): string[] {
  const problems: string[] = [];
  if (stateFolder !== undefined && (!/^[\w.-]+(\/[\w.-]+)*$/.test(stateFolder) || leaves(stateFolder)))
    problems.push(text.badStateFolder(stateFolder));
  if (workingFolder !== undefined && !isPath(workingFolder)) problems.push(text.badPath('working folder', workingFolder));
  if (environmentFile !== undefined && !isPath(environmentFile)) problems.push(text.badPath('environment file', environmentFile));
  for (const path of sandbox.writablePaths ?? []) if (!isPath(path)) problems.push(text.badPath('writable path', path));
  return problems;
}

const isPath = (path: string): boolean => path.startsWith('/') && !/[\p{Cc}\\]/u.test(path) && !leaves(path);
const leaves = (path: string): boolean => path.split('/').some((part) => part === '..' || part === '.');

function environmentProblems(environment: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return [text.badVariable(name)];
    const word = toWord(value);
    return typeof word === 'string' ? [text.badVariableValue(name, word)] : [];
  });
}

function startProblems({
  after = [],
  restart,
  restartDelay = 0,
  schedule,
  serviceType,
  wantedBy = [],
  wants = [],
}: SystemServiceProps): string[] {
  const problems = [...after, ...wants, ...wantedBy].filter((unit) => !UNIT.test(unit)).map(text.badUnit);
  if (restart === Restart.ALWAYS && (serviceType ?? (schedule && ServiceType.ONESHOT)) === ServiceType.ONESHOT)
    problems.push(text.taskNeverEnds());
  if (!(restartDelay >= 0 && restartDelay < Infinity)) problems.push(text.badDelay(restartDelay));
  if (schedule !== undefined && !/^[\w*][\w*:/., ~-]*$/.test(schedule)) problems.push(text.badSchedule(schedule));
  return problems;
}

/** What NixOS accepts as the name of a unit. */
const UNIT = /^[a-zA-Z0-9@%:_.\\-]+\.(service|socket|device|mount|automount|swap|target|path|timer|scope|slice)$/;

function cpuProblems({ cpus = [], nice = 0, priority, realtimeLimit, scheduling }: SystemServiceProps): string[] {
  const problems = cpus.filter((cpu) => !isWithin(cpu, 0, 8191)).map(text.badPin);
  const realtime = scheduling === CpuScheduling.FIFO || scheduling === CpuScheduling.RR;
  if (!isWithin(nice, -20, 19)) problems.push(text.badNice(nice));
  if (realtime && priority === undefined) problems.push(text.priorityMissing());
  if (!realtime && priority !== undefined) problems.push(text.priorityUnused());
  if (priority !== undefined && !isWithin(priority, 1, 99)) problems.push(text.badPriority('priority', priority));
  if (realtimeLimit !== undefined && !isWithin(realtimeLimit, 1, 99)) problems.push(text.badPriority('realtimeLimit', realtimeLimit));
  return problems;
}

const isWithin = (value: number, from: number, to: number): boolean => Number.isInteger(value) && value >= from && value <= to;

function directiveProblems({ sandbox = {}, serviceConfig = {} }: SystemServiceProps): string[] {
  const problems = (sandbox.capabilities ?? []).filter((name) => !/^CAP_[A-Z0-9_]+$/.test(name)).map(text.badCapability);
  for (const [name, value] of Object.entries(serviceConfig)) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) problems.push(text.badDirective(name));
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((line) => typeof line === 'string' && /[\n\r]/.test(line))) problems.push(text.directiveOfLines(name));
  }
  return problems;
}
