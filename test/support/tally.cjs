// mocha's usual report, and the counts of each file as JSON, in the file that `--reporter-option tally=…` names.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Runner.constants;

module.exports = class Tally extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    this.files = {};
    const count = (what) => (test) => this.countsOf(test)[what]++;
    runner.on(EVENT_TEST_PASS, count('passed'));
    runner.on(EVENT_TEST_PENDING, count('skipped'));
    runner.on(EVENT_TEST_FAIL, (test) => this.countsOf(test).failed.push(test.titlePath().join(': '))); // a hook's failure is one, too
    this.tally = options.reporterOptions.tally;
  }

  countsOf(test) {
    const file = test.file ? relative(process.cwd(), test.file) : '';
    return (this.files[file] ??= { passed: 0, skipped: 0, failed: [] });
  }

  epilogue() {
    super.epilogue();
    writeFileSync(this.tally, JSON.stringify(this.files));
  }
};
