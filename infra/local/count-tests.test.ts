import { describe, expect, test } from 'vitest'
import { addTallies, describeTally, failure, tallyVitest } from './count-tests.ts'

describe('counting', () => {
  test('a file that does not even load is a failure, and every failed test is named with the first line of why', () => {
    const passed = { status: 'passed', fullName: 'passes' }
    const tally = tallyVitest({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'passed',
          message: '',
          assertionResults: [passed, { status: 'skipped', fullName: 'waits' }],
        },
        { name: 'b.test.ts', status: 'failed', message: 'Cannot find module\nat …', assertionResults: [] },
        {
          name: 'c.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            {
              status: 'failed',
              fullName: 'money is exact',
              failureMessages: ['expected 99 to be 100\n  at …'],
            },
            passed,
          ],
        },
      ],
    })
    expect(tally).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      reasons: [
        'b.test.ts could not be run: Cannot find module',
        'failed: c.test.ts: money is exact (expected 99 to be 100)',
      ],
    })
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
