import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

/** Worker after worker dies in them for many minutes: `npm run faults` runs them too. */
const LONG = [
  'faults/kill-import.test.ts',
  'faults/kill-in-turn.test.ts',
  'faults/kill-money.test.ts',
  'faults/kill-reconcile.test.ts',
]

/** What chance decides in the tests is the same for everybody. */
const setupFiles = [fileURLToPath(new URL('server/test/same-chance.ts', import.meta.url))]

/**
 * The files that one worker runs share what they load: loading it anew for each of hundreds took as long as the tests.
 * Each has a database of its own, and nothing that a module keeps may depend on who was there before.
 */
const isolate = false

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'shared', root: 'shared', include: ['src/**/*.test.ts'], setupFiles, isolate } },
      {
        test: {
          name: 'server',
          root: 'server',
          isolate,
          setupFiles,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test/template-database.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'jobs',
          root: 'jobs',
          isolate,
          setupFiles,
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['../server/test/template-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'infra',
          root: 'infra',
          setupFiles,
          include: ['**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...(process.env.EVERY_KILL ? [] : LONG)],
          globalSetup: ['../server/test/template-database.ts'],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'client', root: 'client', include: ['src/**/*.test.ts'], setupFiles, isolate } },
      {
        test: {
          name: 'stories',
          root: 'client',
          include: ['stories/**/*.story.test.ts'],
          globalSetup: ['../server/test/template-database.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // A page answers when it can: a second is short where three browsers share two cores.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
})
