// The least that writing Nix can cost: plain objects to text without layout rules, checks or constructs, and the files written once.
// node bench/plain-printer.cjs MACHINES BYTES_PER_MACHINE FOLDER
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [machines, bytes, folder] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
const module_ = {
  _file: 'bin/studio.ts:14 (studio-laptop/Kernel)',
  boot: { kernelParams: ['preempt=full'], kernel: { sysctl: { 'vm.swappiness': 10 } } },
  musnix: { enable: true, rtirq: { enable: true, nameList: 'usb snd' } },
  users: { users: { alice: { isNormalUser: true, extraGroups: ['audio', 'pipewire'] } } },
};

const started = process.cpuUsage();
for (let number = 0; number < machines; number++) {
  const modules = [];
  for (let size = 0; size < bytes; size += print(module_, '    ').length) modules.push(module_);
  const path = join(folder, `desk-${number}`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'configuration.nix'), `{ ... }:\n{\n  imports = ${print(modules, '  ')};\n}\n`);
  writeFileSync(join(path, 'hardware.nix'), '{ }\n');
}
const { user, system } = process.cpuUsage(started);
console.log(JSON.stringify({ microseconds: user + system, megabytes: process.resourceUsage().maxRSS / 1024 }));

function print(value, indent) {
  if (Array.isArray(value)) return `[\n${value.map((item) => `${indent}  ${print(item, `${indent}  `)}\n`).join('')}${indent}]`;
  if (typeof value === 'object')
    return `{\n${Object.keys(value)
      .map((key) => `${indent}  ${/^[a-zA-Z_][\w'-]*$/.test(key) ? key : JSON.stringify(key)} = ${print(value[key], `${indent}  `)};\n`)
      .join('')}${indent}}`;
  return typeof value === 'string' ? JSON.stringify(value).replaceAll('${', '\\${') : String(value);
}
