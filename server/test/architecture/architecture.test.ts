import { describe, expect, test } from 'vitest'
import { RULES } from './rules.ts'
import { parseSourceFile, readSourceFiles, type SourceFile } from './source-file.ts'
import { findUnusedFiles } from './unused-files.ts'

const files = readSourceFiles()

/** What a rule exists for, as a file that breaks it: a rule that does not see its own plant guards nothing. */
const PLANTS: Record<string, [path: string, text: string][]> = {
  'a domain module imports only modules that stand above it': [
    ['server/src/domain/ledger/x.ts', "import { shipOrder } from '#domain/orders/ship-order.ts'"],
    ['server/src/domain/ledger/x.ts', "import type { Order } from '../orders/order.ts'"],
    ['server/src/domain/catalog/x.ts', "export { a } from '@haowu/server/domain/scores/score-due.ts'"],
  ],
  'every folder of the domain is a module of the order': [['server/src/domain/things/x.ts', '']],
  'the SQL of a module (*-store.ts) is private to it': [
    ['server/src/domain/orders/x.ts', "import { selectItem } from '#domain/catalog/item-store.ts'"],
    ['server/src/api/x.ts', "import { selectItem } from '#domain/catalog/item-store.ts'"],
    ['jobs/src/handlers/x.ts', "import { selectItem } from '@haowu/server/domain/catalog/item-store.ts'"],
  ],
  'the domain knows no web framework, no queue and no door of ours': [
    ['server/src/domain/orders/x.ts', "import express from 'express'"],
    ['server/src/domain/orders/x.ts', "import type { TRPCError } from '@trpc/server'"],
    ['server/src/domain/orders/x.ts', "import { Queue } from 'bullmq'"],
    ['server/src/domain/orders/x.ts', "import type { AppDeps } from '#app.ts'"],
    ['server/src/domain/orders/x.ts', "import { createFileStore } from '#gateways/files.ts'"],
  ],
  'what stands below the domain does not look up to it': [
    ['server/src/gateways/x.ts', "import { postEntries } from '#domain/ledger/post-entries.ts'"],
    ['server/src/db/x.ts', "import { router } from '#api/trpc.ts'"],
  ],
  'shared runs in a browser: it imports only zod and itself': [
    ['shared/src/x.ts', "import { randomUUID } from 'node:crypto'"],
    ['shared/src/x.ts', "import type { Db } from '@haowu/server/db/database.ts'"],
  ],
  'the client takes nothing but types from the server, and nothing from jobs': [
    ['client/src/x.tsx', "import { appRouter } from '@haowu/server/router.ts'"],
    ['client/src/x.tsx', "import type { QueueSpec } from '@haowu/jobs/queues.ts'"],
  ],
  'the server does not import jobs': [['server/src/x.ts', "import { QUEUES } from '@haowu/jobs/queues.ts'"]],
  'only the entry of a process reads the environment': [
    ['server/src/gateways/x.ts', 'const bucket = process.env.S3_BUCKET'],
    ['jobs/src/x.ts', 'const { REDIS_URL } = process.env'],
  ],
  'no file is a drawer for what has no place': [
    ['server/src/domain/orders/index.ts', ''],
    ['client/src/ui/date-utils.ts', ''],
    ['server/src/common/x.ts', ''],
    ['jobs/src/queue-manager.ts', ''],
  ],
  'nothing is left for later and no type is given up': [
    ['server/src/x.ts', '// TODO: later'],
    ['server/src/x.ts', 'const a: any = 1'],
    ['server/src/x.ts', 'const a = b as any'],
    ['server/src/x.ts', 'const a = new Map<string, any>()'],
    ['server/src/x.ts', '// @ts-ignore'],
  ],
}

describe.each(RULES)('$name', rule => {
  test('holds in the whole house', () => {
    expect(files.flatMap(file => rule.check(file).map(violation => `${file.path}: ${violation}`))).toEqual([])
  })

  test('is seen to be broken where it is broken', () => {
    const plants = PLANTS[rule.name] ?? []
    expect(plants.length).toBeGreaterThan(0)
    for (const [path, text] of plants) expect(rule.check(parseSourceFile(path, text)), text).not.toEqual([])
  })
})

test('what a rule allows is left alone', () => {
  const allowed: [string, string][] = [
    ['server/src/domain/orders/x.ts', "import { postEntries } from '#domain/ledger/post-entries.ts'"],
    ['server/src/domain/orders/x.ts', "import { selectOrder } from './order-store.ts'"],
    ['server/src/domain/orders/x.ts', "import type { PaymentRail } from '#gateways/payment-rail.ts'"],
    ['client/src/x.ts', "import type { AppRouter } from '@haowu/server/router.ts'"],
    ['server/src/main.ts', 'parseConfig(process.env)'],
    ['server/src/x.ts', '// any company may answer to many'],
  ]
  for (const [path, text] of allowed) {
    const file = parseSourceFile(path, text)
    expect(
      RULES.flatMap(rule => rule.check(file)),
      text,
    ).toEqual([])
  }
})

describe('no file is dead', () => {
  /** Proved by their own tests and waiting for their screens; an entry that has found its caller must go. */
  const AWAITED: Record<string, string> = {
    'server/src/domain/inspection/report-validity.ts': 'asked when a return or a dispute is decided',
  }

  test('in the whole house', () => {
    expect(findUnusedFiles(files).filter(path => !(path in AWAITED))).toEqual([])
  })

  test('the list of those that wait names no file that is in use', () => {
    const unused = new Set(findUnusedFiles(files))
    expect(Object.keys(AWAITED).filter(path => !unused.has(path))).toEqual([])
  })

  test('a file that only its own test uses is seen', () => {
    const planted = [
      parseSourceFile('server/src/domain/orders/lonely.ts', 'export const lonely = 1'),
      parseSourceFile('server/src/domain/orders/lonely.test.ts', "import { lonely } from './lonely.ts'"),
    ]
    expect(findUnusedFiles(planted)).toEqual(['server/src/domain/orders/lonely.ts'])
  })
})

describe('a file is one idea', () => {
  const MOST_LINES = 250
  /** Longer ones, each with its reason; an entry that is no longer needed must go. */
  const LONGER: Record<string, string> = {
    'server/src/domain/inspection/phone-template.ts': 'a form written down as data',
    'server/src/domain/imports/import-field.ts': 'the words for every column on one page',
  }

  test('and no longer than it takes to read it', () => {
    const long = files.filter(file => linesOf(file) > MOST_LINES && isBudgeted(file)).map(({ path }) => path)
    expect(long.filter(path => !(path in LONGER))).toEqual([])
  })

  test('the list of exceptions names only files that need it', () => {
    const needed = new Set(files.filter(file => linesOf(file) > MOST_LINES).map(({ path }) => path))
    expect(Object.keys(LONGER).filter(path => !needed.has(path))).toEqual([])
  })

  test('the middle one has some 80 lines', () => {
    const lengths = files
      .filter(file => isBudgeted(file))
      .map(linesOf)
      .sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(90)
  })
})

function linesOf({ text }: SourceFile): number {
  return text.split('\n').length - 1
}

/** A test's table grows with its cases, and a migration is read once, top to bottom. */
function isBudgeted({ path }: SourceFile): boolean {
  return !path.includes('.test.') && !path.startsWith('server/src/db/migrations/')
}
