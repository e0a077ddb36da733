import path from 'node:path'
import { checkDatabaseTypes } from './database-types.ts'
import { CHECKOUT } from './checkout.ts'
import { findSilentBoundaries, findSilentRules } from './find-silent-rules.ts'
import { type Outcome, runQuietly } from './run-quietly.ts'

export interface Check {
  name: string
  /** What a person does about a failure. */
  remedy: string
  run: () => Promise<Outcome>
}

/** What a reviewer would say first, in the order in which one wants to hear it. */
export const CHECKS: Check[] = [
  {
    name: 'types',
    remedy: 'correct what the compiler names',
    run: () => tool('turbo', 'run', 'typecheck', '--continue', '--ui=stream', '--output-logs=errors-only'),
  },
  {
    name: 'lint',
    remedy: 'see .oxlintrc.json for the rules',
    run: () => tool('oxlint', '--type-aware', '.'),
  },
  { name: 'lint bites', remedy: 'a rule lost its teeth: see planted-violations.ts', run: findSilentRules },
  { name: 'format', remedy: '`npx biome format --write .`', run: () => tool('biome', 'format', '.') },
  {
    name: 'boundaries',
    remedy: 'a package imports what it must not',
    run: () => tool('turbo', 'boundaries'),
  },
  { name: 'boundaries bite', remedy: 'a wall fell: see planted-violations.ts', run: findSilentBoundaries },
  { name: 'dead code', remedy: 'remove it, or import it', run: () => tool('knip', '--no-progress') },
  {
    name: 'database types',
    remedy: '`npm run generate` writes them anew from the migrations',
    run: checkDatabaseTypes,
  },
  {
    name: 'translations',
    remedy: 'write the missing texts',
    run: () => tool('vitest', 'run', '--project=client', 'src/i18n/texts.test.ts'),
  },
]

function tool(name: string, ...args: string[]): Promise<Outcome> {
  return runQuietly(path.join(CHECKOUT, 'node_modules/.bin', name), args, {
    cwd: CHECKOUT,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' },
  })
}
