#!/usr/bin/env node
'use strict';
// Starting must be instant: the version is told without loading anything, all the rest is in ../lib, which «npm run build» makes.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '..', 'lib', 'main.js');

if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  process.stdout.write(`${require('../package.json').version}\n`);
} else if (existsSync(main)) {
  require(main).main(process.argv.slice(2));
} else {
  process.stderr.write(`The command line is not built yet: there is no ${main}. Run «npm run build» in the repository, then try again.\n`);
  process.exitCode = 1;
}
