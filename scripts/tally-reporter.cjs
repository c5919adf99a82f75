/**
 * The mocha reporter of this project: one line per outermost suite, failures in full at the end, and the totals in the
 * file that `--reporter-option output=FILE` names, for scripts that add up several runs.
 */
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_TEST_RETRY, EVENT_RUN_END } = Runner.constants;

const outermost = (test) => {
  const titles = test.titlePath();
  return titles.length > 1 ? titles[0] : '(no suite)';
};

class TallyReporter extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const suites = new Map();
    const count = (test, kind) => {
      const title = outermost(test);
      const tally = suites.get(title) ?? { passed: 0, failed: 0, skipped: 0, ms: 0 };
      tally[kind] += 1;
      tally.ms += test.duration ?? 0;
      suites.set(title, tally);
    };
    runner.on(EVENT_TEST_PASS, (test) => count(test, 'passed'));
    runner.on(EVENT_TEST_FAIL, (test) => count(test, 'failed'));
    // Tiers with browsers and servers of others run what failed once more; that is never silent.
    runner.on(EVENT_TEST_RETRY, (test, error) => console.log(`  once more: ${test.fullTitle()}: ${error.message}`));
    runner.on(EVENT_TEST_PENDING, (test) => count(test, 'skipped'));
    runner.once(EVENT_RUN_END, () => this.finish(suites, options?.reporterOptions?.output));
  }

  finish(suites, output) {
    const totals = { passed: 0, failed: 0, skipped: 0 };
    for (const [title, tally] of suites) {
      const mark = tally.failed > 0 ? 'FAIL' : ' ok ';
      console.log(`  ${mark} ${title}: ${tally.passed}${tally.failed > 0 ? ` passed, ${tally.failed} failed` : ''} (${tally.ms} ms)`);
      for (const kind of Object.keys(totals)) totals[kind] += tally[kind];
    }
    if (this.failures.length > 0) reporters.Base.list(this.failures);
    if (output) writeFileSync(output, JSON.stringify(totals));
    setTimeout(() => console.error('still open after the last test:', process.getActiveResourcesInfo().join(', ')), 5000).unref();
  }
}

module.exports = TallyReporter;
