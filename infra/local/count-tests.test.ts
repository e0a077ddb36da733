import { describe, expect, test } from 'vitest'
import { addTallies, describeTally, failure, tallyPlaywright, tallyVitest } from './count-tests.ts'

describe('counting', () => {
  test('a file that does not even load is a failure', () => {
    const tally = tallyVitest({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'passed',
          message: '',
          assertionResults: [{ status: 'passed' }, { status: 'skipped' }],
        },
        { name: 'b.test.ts', status: 'failed', message: 'Cannot find module\nat …', assertionResults: [] },
        {
          name: 'c.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [{ status: 'failed' }, { status: 'passed' }],
        },
      ],
    })
    expect(tally).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      reasons: ['b.test.ts could not be run: Cannot find module'],
    })
  })

  test('a story that passed at the second attempt is counted as passed, and named', () => {
    const tally = tallyPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } })
    expect(tally).toMatchObject({
      passed: 4,
      failed: 1,
      skipped: 2,
      reasons: [expect.stringContaining('repeated')],
    })
  })

  test('stories that could not be run at all are a failure', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }
    expect(tallyPlaywright({ stats, errors: [{ message: 'no server' }] }).failed).toBe(1)
  })

  test.each([
    [{ passed: 12, failed: 0, skipped: 0 }, 'tests: 12 passed, 0 failed'],
    [{ passed: 12, failed: 1, skipped: 3 }, 'tests: 12 passed, 1 failed, 3 skipped'],
  ])('the last line for %j', (counts, line) => {
    expect(describeTally({ ...counts, reasons: [] })).toBe(line)
  })

  test('what is missing on a build machine adds a failure with its reason', () => {
    const sum = addTallies([failure('no browser'), { passed: 2, failed: 0, skipped: 0, reasons: [] }])
    expect(sum).toEqual({ passed: 2, failed: 1, skipped: 0, reasons: ['no browser'] })
  })
})
