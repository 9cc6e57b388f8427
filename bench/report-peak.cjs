// Preloaded into every node process of a measurement: leaves its peak resident size, in KB, in a file of its own.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

process.on('exit', () => writeFileSync(join(process.env.STUDIO_CDK_BENCH, String(process.pid)), String(process.resourceUsage().maxRSS)));
