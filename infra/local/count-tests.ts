import path from 'node:path'

export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** What failed, in a person's words: the names of tests, and what is counted without being one. */
  reasons: string[]
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0, reasons: [] }

/** One failure that is not a test of its own: a missing browser, a runner that broke down. */
export function failure(reason: string): Tally {
  return { passed: 0, failed: 1, skipped: 0, reasons: [reason] }
}

export function addTallies(tallies: Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
      reasons: [...sum.reasons, ...tally.reasons],
    }),
    EMPTY_TALLY,
  )
}

/** What Vitest's JSON reporter writes, as far as we read it. */
export interface VitestReport {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
  }[]
}

const MOST_CHARACTERS_OF_WHY = 300

/** What the tests came to, with the names of those that failed and the first line of why. A file that failed without a failed test (it did not even load) counts as one. */
export function tallyVitest({ testResults }: VitestReport): Tally {
  return addTallies(
    testResults.map(file => {
      const count = (...states: string[]) =>
        file.assertionResults.filter(test => states.includes(test.status)).length
      const failed = count('failed')
      const names = file.assertionResults.filter(({ status }) => status === 'failed')
      const brokenFile = file.status === 'failed' && failed === 0
      return {
        passed: count('passed'),
        failed: failed + (brokenFile ? 1 : 0),
        skipped: count('pending', 'skipped', 'todo', 'disabled'),
        reasons: brokenFile
          ? [`${file.name} could not be run: ${file.message.split('\n')[0]}`]
          : names.map(
              ({ fullName, failureMessages }) =>
                `failed: ${path.basename(file.name)}: ${fullName}${why(failureMessages)}`,
            ),
      }
    }),
  )
}

/** The first line of what went wrong: whoever has only the end of a long log knows where to begin. */
function why(messages: string[] = []): string {
  const line = messages[0]?.split('\n')[0]?.slice(0, MOST_CHARACTERS_OF_WHY)
  return line ? ` (${line})` : ''
}

/** The last line of `npm test`. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  return `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
