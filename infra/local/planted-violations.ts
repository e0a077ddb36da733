/** One small wrong file, and the rule that has to find it there. */
export interface Planted {
  file: string
  source: string
  rule: string
}

/**
 * Wrong on purpose. `npm run check` lays these out in a folder of the same shape as the checkout and fails unless the
 * linter finds every one, so that a rule cannot be lost without anybody noticing.
 */
export const LINT_VIOLATIONS: Planted[] = [
  {
    rule: 'no-restricted-imports',
    file: 'shared/src/reach-out.ts',
    source: `import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'shared/src/know-server.ts',
    source: `export { createPool } from '@haowu/server/db/database.ts'\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'server/src/domain/orders/know-express.ts',
    source: `import express from 'express'\nexport const app = express\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'server/src/domain/orders/know-queue.ts',
    source: `import type { Queue } from 'bullmq'\nexport type Line = Queue\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'server/src/domain/orders/know-router.ts',
    source: `import { router } from '#api/trpc.ts'\nexport const orders = router\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'server/src/domain/orders/make-gateway.ts',
    source: `import { createFileStore } from '#gateways/files.ts'\nexport const store = createFileStore\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'server/src/api/query-in-router.ts',
    source: `import { sql } from 'kysely'\nexport const query = sql\n`,
  },
  {
    rule: 'no-restricted-imports',
    file: 'client/src/features/orders/take-server-code.ts',
    source: `import { createPool } from '@haowu/server/db/database.ts'\nexport const pool = createPool\n`,
  },
  {
    rule: 'no-cycle',
    file: 'server/src/domain/orders/first.ts',
    source: `import { second } from './second.ts'\nexport const first = () => second\n`,
  },
  {
    rule: 'no-cycle',
    file: 'server/src/domain/orders/second.ts',
    source: `import { first } from './first.ts'\nexport const second = () => first\n`,
  },
  {
    rule: 'no-process-env',
    file: 'server/src/domain/orders/read-environment.ts',
    source: `export const secret = process.env.APP_SECRET\n`,
  },
  {
    rule: 'max-params',
    file: 'server/src/domain/orders/too-many-parameters.ts',
    source: `export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d\n`,
  },
  {
    rule: 'max-lines-per-function',
    file: 'server/src/domain/orders/too-long.ts',
    source: `export function count(n: number): number {\n${'  n += 1\n'.repeat(80)}  return n\n}\n`,
  },
  {
    rule: 'no-explicit-any',
    file: 'server/src/domain/orders/anything.ts',
    source: `export const anything = (value: any) => value\n`,
  },
  {
    rule: 'no-non-null-assertion',
    file: 'server/src/domain/orders/sure.ts',
    source: `export const sure = (value: string | null) => value!.length\n`,
  },
  {
    rule: 'consistent-type-imports',
    file: 'server/src/domain/orders/import-type.ts',
    source: `import { Shape } from './shape.ts'\nexport const area = (shape: Shape) => shape.area\n`,
  },
  {
    rule: 'switch-exhaustiveness-check',
    file: 'server/src/domain/orders/shape.ts',
    source: `export interface Shape {\n  area: number\n}\nexport function name(kind: 'a' | 'b'): string {\n  switch (kind) {\n    case 'a':\n      return 'A'\n  }\n  return ''\n}\n`,
  },
  {
    rule: 'no-floating-promises',
    file: 'server/src/domain/orders/float.ts',
    source: `const work = async () => 1\nexport function start(): void {\n  work()\n}\n`,
  },
  {
    rule: 'no-misused-promises',
    file: 'server/src/domain/orders/misuse.ts',
    source: `const isPaid = async () => true\nexport const told = () => (isPaid() ? 'paid' : 'open')\n`,
  },
  {
    rule: 'await-thenable',
    file: 'server/src/domain/orders/wait-for-nothing.ts',
    source: `export const wait = async () => await 1\n`,
  },
  {
    rule: 'return-await',
    file: 'server/src/domain/orders/leave-early.ts',
    source: `export async function leave(open: () => AsyncDisposable, work: () => Promise<void>) {\n  await using _ = open()\n  return work()\n}\n`,
  },
  {
    rule: 'alt-text',
    file: 'client/src/features/orders/picture.tsx',
    source: `export const Picture = () => <img src="/item.jpg" />\n`,
  },
]

export interface BoundaryViolation {
  /** The package that does wrong. */
  name: string
  dependencies: string[]
  source: string
  message: RegExp
}

/** The same for the walls between packages: who may depend on whom, and imports of what is no dependency. */
export const BOUNDARY_VIOLATIONS: BoundaryViolation[] = [
  {
    name: 'shared',
    dependencies: ['server'],
    source: `export { createPool } from '@haowu/server/db/database.ts'\n`,
    message: /@haowu\/shared/,
  },
  {
    name: 'server',
    dependencies: ['jobs'],
    source: `export { queues } from '@haowu/jobs/queues.ts'\n`,
    message: /@haowu\/server/,
  },
  {
    name: 'client',
    dependencies: ['jobs'],
    source: `export { queues } from '@haowu/jobs/queues.ts'\n`,
    message: /@haowu\/client/,
  },
  {
    name: 'jobs',
    dependencies: [],
    source: `export { default } from 'express'\n`,
    message: /express/,
  },
]
