import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'shared', root: 'shared', include: ['src/**/*.test.ts'] } },
      {
        test: {
          name: 'server',
          root: 'server',
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
          include: ['**/*.test.ts'],
          globalSetup: ['../server/test/template-database.ts'],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'client', root: 'client', include: ['src/**/*.test.ts'] } },
      {
        test: {
          name: 'stories',
          root: 'client',
          include: ['stories/**/*.story.test.ts'],
          globalSetup: ['../server/test/template-database.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
