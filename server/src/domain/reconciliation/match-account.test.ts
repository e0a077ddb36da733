import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { listCandidates } from './list-candidates.ts'
import { listSumCandidates } from './list-sum-candidates.ts'
import { matchAccount } from './match-account.ts'

const ACCOUNT = 'A:CHANNEL'
const DAYS = ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-14']

interface Line {
  no: string | null
  amountFen: bigint
  day: string
  /** Hour of the day; near midnight belongs to the neighbour perhaps. */
  hour?: number
  status?: string
  kind?: string
  feeFen?: bigint
  /** What the fingerprint or the entry's key is made of. */
  tag: string
}

let t: TestDatabase
let made = 0n
const opened: TestDatabase[] = []
afterAll(() => Promise.all(opened.map(one => one[Symbol.asyncDispose]())))
beforeEach(async () => {
  t = await createTestDatabase()
  opened.push(t)
  await coverDays(t)
})

async function coverDays({ db }: TestDatabase): Promise<void> {
  const { id } = await db
    .insertInto('statementAccount')
    .values({ channel: 'wechat', accountNo: '1', name: '微信', ledgerAccount: ACCOUNT })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('statementFile')
    .values(
      DAYS.map(day => ({
        accountId: id,
        kind: 'trade',
        format: 'wechat_trade',
        sha256: Buffer.from(randomUUID().replaceAll('-', '').repeat(2), 'hex'),
        fileKey: 'k',
        fileName: 'f',
        dayFrom: day,
        dayTo: day,
        state: 'loaded',
        loadedBy: 'test',
      })),
    )
    .execute()
}

async function clear({ owner }: TestDatabase): Promise<void> {
  await owner.query(
    'TRUNCATE open_line, match_item, match, match_run, break, statement_line, book_line RESTART IDENTITY CASCADE',
  )
}

async function put({ db }: TestDatabase, side: 'statement' | 'book', lines: Line[]): Promise<void> {
  for (const { no, amountFen, day, hour = 12, status, tag, kind = 'payment', feeFen = 0n } of lines) {
    const at = new Date(`${day}T${String(hour).padStart(2, '0')}:${hour === 23 ? '50' : '00'}:00+08:00`)
    const { rows } =
      side === 'statement'
        ? await sql<{ id: bigint }>`
            INSERT INTO statement_line (file_id, account_id, line_no, fingerprint, kind, amount_fen, fee_fen, booked_at, business_day, own_no, status, raw)
            SELECT file.id, account_id, 1, convert_to(${tag}, 'UTF8'), ${kind}, ${amountFen}, ${feeFen}, ${at}, ${day}::date, ${no}, ${status ?? null}, ''
            FROM statement_file AS file ORDER BY day_from LIMIT 1 RETURNING id`.execute(db)
        : await sql<{ id: bigint }>`
            INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, own_no, booked_at, business_day, ref_type, ref_id)
            VALUES (${(made += 1n)}, 1, ${ACCOUNT}, ${tag}, ${kind}, ${amountFen}, ${no}, ${at}, ${day}::date, 't', 't')
            RETURNING id`.execute(db)
    await db
      .insertInto('openLine')
      .values({ side, lineId: rows[0]?.id ?? 0n, account: ACCOUNT })
      .execute()
  }
}

/** What a run left: the classes of the differences and their sizes, the stages of the matches, and whether every line is somewhere once. */
async function outcome({ db }: TestDatabase) {
  const run = await matchAccount({ db }, ACCOUNT)
  const breaks = await db
    .selectFrom('break')
    .select(['class', 'amountFen'])
    .where('state', '<>', 'resolved')
    .execute()
  const matches = await db.selectFrom('match').select(['stage', 'state']).execute()
  const { rows } = await sql<{ lost: number; twice: number }>`
    WITH line AS (SELECT 'statement' AS side, id FROM statement_line UNION ALL SELECT 'book', id FROM book_line),
      place AS (
        SELECT line.side, line.id,
          (SELECT count(*) FROM match_item WHERE match_item.side = line.side AND line_id = line.id AND active) AS matched,
          (SELECT count(*) FROM open_line WHERE open_line.side = line.side AND line_id = line.id) AS open
        FROM line)
    SELECT count(*) FILTER (WHERE matched + open = 0)::int AS lost, count(*) FILTER (WHERE matched + open > 1)::int AS twice FROM place
  `.execute(db)
  expect(rows[0]).toEqual({ lost: 0, twice: 0 })
  const classes = breaks.map(found => found.class).sort()
  const stages = matches.map(({ stage, state }) => `${stage} ${state}`).sort()
  return { run, classes, stages, breaks }
}

/** Amounts that differ from one another, and whose sums do not meet by accident: one bit each above a common base. */
const amountOf = (n: number) => 1_000n * 2n ** BigInt(n) + 1n

function truthOf(size: number): Line[] {
  return Array.from({ length: size }, (_, n) => ({
    no: `P${n}`,
    amountFen: n % 4 === 3 ? -amountOf(n) : amountOf(n),
    day: DAYS[1 + (n % 3)] ?? '',
    kind: n % 4 === 3 ? 'payout' : 'payment',
    tag: `line ${n}`,
  }))
}

const at = <Item>(list: Item[], n: number): Item => list[n % list.length] as Item

function changed(lines: Line[], kind: string, n: number, change: (line: Line) => Line) {
  const one = at(
    lines.filter(line => line.kind === kind),
    n,
  )
  return { statement: lines.with(lines.indexOf(one), change(one)), classes: ['FEE'] }
}

type Fault = (lines: Line[], n: number) => { statement: Line[]; classes: string[]; stages?: string[] }

const FAULTS: Record<string, Fault> = {
  nothing: statement => ({ statement, classes: [] }),
  drop: (lines, n) => ({ statement: lines.toSpliced(n % lines.length, 1), classes: ['INT_ONLY'] }),
  strange: lines => ({
    statement: [...lines, { no: 'X1', amountFen: 777n, day: DAYS[2] ?? '', tag: 'strange' }],
    classes: ['EXT_ONLY'],
  }),
  duplicate: (lines, n) => ({
    statement: [...lines, { ...at(lines, n), tag: 'again' }],
    classes: ['DUP_EXT'],
  }),
  fenMore: (lines, n) => ({
    statement: lines.with(n % lines.length, { ...at(lines, n), amountFen: at(lines, n).amountFen + 1n }),
    classes: ['AMOUNT'],
  }),
  fenLess: (lines, n) => ({
    statement: lines.with(n % lines.length, { ...at(lines, n), amountFen: at(lines, n).amountFen - 1n }),
    classes: ['AMOUNT'],
  }),
  shiftDay: (lines, n) => ({
    statement: lines.with(n % lines.length, { ...at(lines, n), day: DAYS[4] ?? '' }),
    classes: [],
  }),
  unfinished: (lines, n) => ({
    statement: lines.with(n % lines.length, { ...at(lines, n), status: 'PROCESSING' }),
    classes: ['STATUS'],
  }),
  swap: (lines, n) => {
    const [one, other] = [at(lines, n), at(lines, n + 1)]
    return {
      statement: lines
        .with(n % lines.length, { ...one, no: other.no })
        .with((n + 1) % lines.length, { ...other, no: one.no }),
      classes: ['AMOUNT', 'AMOUNT'],
    }
  },
  split: (lines, n) => {
    const one = at(lines, n)
    const part = one.amountFen / 3n
    return {
      statement: [
        ...lines.toSpliced(n % lines.length, 1),
        { ...one, amountFen: part, tag: 'part 1' },
        { ...one, amountFen: one.amountFen - part, tag: 'part 2' },
      ],
      classes: [],
    }
  },
  merge: (lines, n) => {
    const received = lines.filter(({ amountFen }) => amountFen > 0n)
    const [one, other] = [at(received, n), at(received, n + 1)]
    return {
      statement: [
        ...lines.filter(line => line !== one && line !== other),
        { ...one, no: null, amountFen: one.amountFen + other.amountFen, tag: 'merged' },
      ],
      classes: [],
      stages: ['sum suggested'],
    }
  },
  overcharged: (lines, n) =>
    changed(lines, 'payment', n, one => ({ ...one, feeFen: one.amountFen / 20n + 2n })),
  feeWithin: (lines, n) => ({
    ...changed(lines, 'payment', n, one => ({ ...one, feeFen: one.amountFen / 100n })),
    classes: [],
  }),
  toldNet: (lines, n) =>
    changed(lines, 'payment', n, one => ({ ...one, feeFen: 30n, amountFen: one.amountFen - 30n })),
  bankCharge: (lines, n) => changed(lines, 'payout', n, one => ({ ...one, amountFen: one.amountFen - 200n })),
  returned: (lines, n) => {
    const paid = lines.filter(({ kind }) => kind === 'payout')
    const back = { ...at(paid, n), amountFen: -at(paid, n).amountFen, tag: 'back' }
    return { statement: [...lines, back], classes: ['RETURNED_PAYOUT'] }
  },
  unidentified: lines => ({
    statement: [...lines, { no: null, amountFen: 333n, day: DAYS[2] ?? '', tag: 'nobody' }],
    classes: ['UNIDENTIFIED_RECEIPT'],
  }),
  noNumber: (lines, n) => ({
    statement: lines.with(n % lines.length, { ...at(lines, n), no: null }),
    classes: [],
    stages: ['amount_day suggested'],
  }),
}

describe('a fault in a statement', () => {
  test.each(Object.keys(FAULTS))('%s gives its own class of difference and nothing else', async name => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 14 }),
        fc.nat({ max: 1_000 }),
        fc.nat(),
        async (size, n, seed) => {
          await clear(t)
          const truth = truthOf(size)
          const fault = FAULTS[name] ?? FAULTS.nothing
          const { statement, classes, stages = [] } = (fault as Fault)(truth, n)
          await put(t, 'statement', shuffle(statement, seed))
          await put(t, 'book', shuffle(truth, seed + 1))
          const seen = await outcome(t)
          expect(seen.classes).toEqual(classes)
          expect(seen.stages.filter(stage => stage !== 'own_no auto')).toEqual(stages)
          const off = seen.breaks.reduce((sum, { amountFen }) => sum + amountFen, 0n)
          const sum = (lines: Line[]) => lines.reduce((total, { amountFen }) => total + amountFen, 0n)
          expect(off).toBe(sum(statement) - sum(truth))
        },
      ),
      { numRuns: 8 },
    )
  })
})

test('the same lines give the same answer in whichever order they came, with many faults at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 2 }), fc.boolean()), {
        minLength: 3,
        maxLength: 16,
      }),
      async picks => {
        const line =
          (side: string) =>
          ([no, day, keyed]: [number, number, boolean], n: number): Line => ({
            no: keyed ? `P${no}` : null,
            amountFen: BigInt(100 * (no + 1)),
            day: DAYS[day] ?? '',
            tag: `${side} ${n}`,
          })
        const statement = picks.map(line('s'))
        const book = picks
          .toReversed()
          .map(([no, day, keyed], n) => line('b')([no, day, n % 3 === 0 ? !keyed : keyed], n))
        const answers = new Set<string>()
        const inputs = new Set<string>()
        for (const seed of [1, 2, 3]) {
          await clear(t)
          await put(t, 'statement', shuffle(statement, seed))
          await put(t, 'book', shuffle(book, seed * 7))
          const { run } = await outcome(t)
          answers.add(run.outputHash)
          inputs.add(run.inputHash)
        }
        expect([inputs.size, answers.size]).toEqual([1, 1])
      },
    ),
    { numRuns: 12 },
  )
})

test('money that our books know at another account is said by both, and by nothing else', async () => {
  const day = DAYS[2] ?? ''
  const line: Line = { no: 'D1', amountFen: 5_000n, day, tag: 'elsewhere' }
  await put(t, 'statement', [line])
  await put(t, 'book', [line])
  await t.owner.query(
    `UPDATE book_line SET account = 'A:DEPOSIT_BANK'; UPDATE open_line SET account = 'A:DEPOSIT_BANK' WHERE side = 'book'`,
  )
  for (const account of [ACCOUNT, 'A:DEPOSIT_BANK']) await matchAccount(t, account)
  const breaks = await t.db
    .selectFrom('break')
    .select(['account', 'class', 'amountFen', 'cause'])
    .orderBy('account')
    .execute()
  expect(breaks).toEqual([
    { account: ACCOUNT, class: 'WRONG_ACCOUNT', amountFen: 5_000n, cause: { account: 'A:DEPOSIT_BANK' } },
    { account: 'A:DEPOSIT_BANK', class: 'WRONG_ACCOUNT', amountFen: -5_000n, cause: { account: ACCOUNT } },
  ])
})

test('one of ours that they told in several without a number is suggested; with a rest it is for a person', async () => {
  const day = DAYS[2] ?? ''
  const part = (amountFen: bigint, tag: string): Line => ({ no: null, amountFen, day, tag })
  await put(t, 'book', [{ no: 'P1', amountFen: 900n, day, tag: 'whole' }])
  await put(t, 'statement', [part(500n, 'a'), part(400n, 'b')])
  expect((await outcome(t)).stages).toEqual(['sum suggested'])
  expect(await t.db.selectFrom('match').select(['score', 'reason']).execute()).toEqual([
    { score: 64, reason: { lefts: 2 } },
  ])
  await clear(t)
  await put(t, 'book', [{ no: 'P1', amountFen: 900n, day, tag: 'whole' }])
  await put(t, 'statement', [part(500n, 'a'), part(300n, 'b')])
  expect((await outcome(t)).stages).toEqual([])
})

test('a trade told in parts: with a rest every part is for a person, and the last part that comes ends it', async () => {
  const day = DAYS[2] ?? ''
  const part = (amountFen: bigint, tag: string): Line => ({ no: 'P1', amountFen, day, tag })
  await put(t, 'book', [part(900n, 'whole')])
  await put(t, 'statement', [part(500n, 'a'), part(300n, 'b')])
  expect((await outcome(t)).classes).toEqual(['AMBIGUOUS', 'AMBIGUOUS', 'AMBIGUOUS'])
  await put(t, 'statement', [part(100n, 'c')])
  const { classes, stages } = await outcome(t)
  expect([classes, stages]).toEqual([[], ['own_no auto']])
})

test('a match says how sure it is: a number is surer than an amount, and each day between the two costs', async () => {
  const [one, other] = [DAYS[1] ?? '', DAYS[3] ?? '']
  await put(t, 'book', [
    { no: 'P1', amountFen: 900n, day: one, tag: 'a' },
    { no: 'P2', amountFen: 700n, day: one, tag: 'b' },
  ])
  await put(t, 'statement', [
    { no: 'P1', amountFen: 900n, day: one, tag: 'a' },
    { no: null, amountFen: 700n, day: other, tag: 'b' },
  ])
  await outcome(t)
  expect(await t.db.selectFrom('match').select(['stage', 'score']).orderBy('score').execute()).toEqual([
    { stage: 'amount_day', score: 65 },
    { stage: 'own_no', score: 100 },
  ])
})

test('a second run changes nothing; a line that comes later ends the difference that waited for it, which keeps its age', async () => {
  const truth = truthOf(4)
  await put(t, 'book', truth)
  await put(t, 'statement', truth.slice(1))
  expect((await outcome(t)).classes).toEqual(['INT_ONLY'])
  const [before] = await t.db.selectFrom('break').select(['id', 'openedAt']).execute()
  expect((await outcome(t)).run.matched).toBe(0)
  expect(await t.db.selectFrom('break').select(['id', 'openedAt']).execute()).toEqual([before])
  await put(t, 'statement', truth.slice(0, 1))
  expect((await outcome(t)).classes).toEqual([])
  expect(await t.db.selectFrom('break').select(['state', 'resolution']).execute()).toEqual([
    { state: 'resolved', resolution: 'later_match' },
  ])
})

test('near midnight a line waits for three later statements before it is missing; one whose day has no statement is no difference', async () => {
  const late: Line = { no: 'P1', amountFen: 500n, day: DAYS[0] ?? '', hour: 23, tag: 'late' }
  await t.owner.query(
    `UPDATE statement_file SET state = 'refused', refusal = '{}' WHERE day_from > '${DAYS[1]}'`,
  )
  await put(t, 'book', [late, { no: 'P2', amountFen: 600n, day: '2026-11-30', tag: 'uncovered' }])
  expect((await outcome(t)).classes).toEqual(['CUTOFF'])
  await t.owner.query("UPDATE statement_file SET state = 'loaded', refusal = NULL")
  expect((await outcome(t)).classes).toEqual(['INT_ONLY'])
})

test('two of ours with the amount of one of theirs are for a person: nothing is suggested', async () => {
  const day = DAYS[1] ?? ''
  await put(t, 'statement', [{ no: null, amountFen: 900n, day, tag: 's' }])
  await put(t, 'book', [
    { no: 'P1', amountFen: 900n, day, tag: 'a' },
    { no: 'P2', amountFen: 900n, day, tag: 'b' },
  ])
  const { classes, stages } = await outcome(t)
  expect(stages).toEqual([])
  expect(classes).toEqual(['AMBIGUOUS', 'INT_ONLY', 'INT_ONLY'])
})

test('what no run decides is ranked for a person: each its likeliest partner, and of several sums the nearest first', async () => {
  const [first = '', , third = ''] = DAYS
  await put(t, 'statement', [
    { no: null, amountFen: 900n, day: first, tag: 's1' },
    { no: null, amountFen: 900n, day: third, tag: 's2' },
    { no: null, amountFen: 1_000n, day: first, tag: 's3' },
  ])
  await put(t, 'book', [
    { no: 'P1', amountFen: 900n, day: third, tag: 'a' },
    { no: 'P2', amountFen: 900n, day: first, tag: 'b' },
    ...[700n, 300n].map((amountFen, n) => ({ no: `Q${n}`, amountFen, day: third, tag: `q${n}` })),
    ...[600n, 400n].map((amountFen, n) => ({ no: `R${n}`, amountFen, day: first, tag: `r${n}` })),
  ])
  expect((await outcome(t)).stages).toEqual([])
  const { rows } = await sql<{
    id: bigint
  }>`SELECT id FROM statement_line ORDER BY amount_fen, business_day`.execute(t.db)
  const [early = 0n, late = 0n, sum = 0n] = rows.map(({ id }) => id)
  for (const [lineId, partner] of [
    [early, 'P2'],
    [late, 'P1'],
  ] as const) {
    const found = await listCandidates(t.db, { side: 'statement', lineId })
    expect(found.filter(({ isLikeliest }) => isLikeliest).map(({ ownNo }) => ownNo)).toEqual([partner])
    expect(found[0]?.ownNo).toBe(partner)
  }
  const sums = await listSumCandidates(t.db, { side: 'statement', lineId: sum })
  expect(sums.map(({ lines, days }) => [lines.map(({ no }) => no), days])).toEqual([
    [['R0', 'R1'], 0],
    [['Q0', 'Q1'], 4],
  ])
})

function shuffle<Item>(items: Item[], seed: number): Item[] {
  const mixed = items.map((item, n) => ({ item, key: Math.imul(seed + 17, (n + 3) * 2_654_435_761) >>> 0 }))
  return mixed.sort((one, other) => one.key - other.key).map(({ item }) => item)
}
