import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFileMemory, type FileMemory } from './file-memory.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import { MANIFEST_ENTRY_WORDS } from './manifest-entry.ts'
import { type ManifestChange, putPatches } from './manifest-change.ts'

/** A row says one of a few things of its SKU; one that is refused says nothing, and only a plain one tells its SKU at a glance. */
interface Row {
  sku: number
  says: number
  refused: boolean
  plain: boolean
}

/** What is stored of a supplier's last file. */
interface Stored {
  entries: Buffer
  patches: Buffer
}

const SKUS = 40

const row = fc.record({
  sku: fc.nat(SKUS),
  says: fc.nat(2),
  refused: fc.nat(9).map(chance => chance === 0),
  plain: fc.boolean(),
})
interface Edit {
  kind: 'change' | 'remove' | 'insert' | 'repeat' | 'move'
  at: number
  row: Row
}

const editOf = (kind: Edit['kind'], weight: number) => ({
  weight,
  arbitrary: fc.record({ kind: fc.constant(kind), at: fc.nat(SKUS), row }),
})
/** What a file does otherwise than the one before it: mostly it says something new of a row. */
const edit = fc.oneof(
  editOf('change', 6),
  editOf('remove', 1),
  editOf('insert', 1),
  editOf('repeat', 1),
  editOf('move', 1),
)

function edited(rows: Row[], edits: Edit[]): Row[] {
  const next = [...rows]
  for (const { kind, at, row } of edits) {
    const place = next.length === 0 ? 0 : at % next.length
    const there = next[place]
    if (kind === 'insert' || !there) next.splice(place, 0, row)
    else if (kind === 'repeat') next.push({ ...row, sku: there.sku })
    else if (kind === 'change') next[place] = { ...row, sku: there.sku }
    else next.splice(place, 1)
    if (kind === 'move' && there) next.push(there)
  }
  return next
}

const hashOf = (text: string): Hash64 => {
  const hash = { high: 0, low: 0 }
  hashText(text, hash)
  return hash
}
const rawOf = ({ sku, says }: Row) => hashOf(`${sku} says ${says}`)
const skuOf = ({ sku }: Pick<Row, 'sku'>) => hashOf(`sku ${sku}`)

/** Does with the rows what staging does with them. */
function takeIn(memory: FileMemory, rows: Row[]): void {
  for (const [index, row] of rows.entries()) {
    const line = index + 2
    const found = memory.recognise(rawOf(row), line, () => (row.plain ? skuOf(row) : null))
    if (found === 'known' || found === 'repeated') continue
    if (found !== 'new') for (const each of [found.clashesWith, line]) memory.drop(each)
    else if (row.refused) memory.addRefused(skuOf(row))
    else if (!row.plain || !memory.addFirst(rawOf(row), skuOf(row), line)) {
      const earlier = memory.add(rawOf(row), skuOf(row), line)
      if (earlier && !earlier.same) for (const each of [earlier.line, line]) memory.drop(each)
    }
  }
}

function load({ entries, patches }: Stored) {
  const words = new Int32Array(entries.length / 4)
  for (let word = 0; word < words.length; word++) words[word] = entries.readInt32LE(word * 4)
  return { words, patched: putPatches(words, patches) }
}

function store(stored: Stored, change: ManifestChange): Stored {
  if (change === null) return stored
  if ('entries' in change) return { entries: Buffer.from(change.entries), patches: Buffer.alloc(0) }
  const { buffer, byteOffset, byteLength } = change.patches
  return { ...stored, patches: Buffer.from(buffer, byteOffset, byteLength) }
}

const NOTHING: Stored = { entries: Buffer.alloc(0), patches: Buffer.alloc(0) }
const nameOf = (words: Int32Array, at: number) => words.subarray(at, at + MANIFEST_ENTRY_WORDS).join(' ')

function entriesOf(stored: Stored): string[] {
  const { words } = load(stored)
  return Array.from({ length: words.length / MANIFEST_ENTRY_WORDS }, (_, entry) =>
    nameOf(words, entry * MANIFEST_ENTRY_WORDS),
  ).sort()
}

/** Of each SKU that says one thing only, that; what the last file said is still believed of a refused row that says it again. */
function expectedOf(rows: Row[], before: Set<string>): string[] {
  const saying = rows
    .map(row => ({ sku: row.sku, entry: nameOfRow(row), refused: row.refused }))
    .filter(({ refused, entry }) => !refused || before.has(entry))
  const bySku = Map.groupBy(saying, each => each.sku)
  return [...bySku.values()]
    .flatMap(all => (new Set(all.map(({ entry }) => entry)).size === 1 ? (all[0]?.entry ?? []) : []))
    .sort()
}

function nameOfRow(row: Row): string {
  const [raw, sku] = [rawOf(row), skuOf(row)]
  return [raw.high, raw.low, sku.high, sku.low].join(' ')
}

describe('what is remembered of a supplier’s files', () => {
  test('is always what the last one said, however it came to differ from those before it', () => {
    let patched = 0
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { selector: ({ sku }) => sku, minLength: 20, maxLength: SKUS }),
        fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        (first, later) => {
          let rows = first
          let stored = NOTHING
          for (const edits of [[], ...later]) {
            rows = edited(rows, edits)
            const before = new Set(entriesOf(stored))
            const memory = createFileMemory(load(stored))
            takeIn(memory, rows)
            for (let sku = 0; sku <= SKUS; sku++)
              expect(memory.names(skuOf({ sku }))).toBe(rows.some(each => each.sku === sku))
            const change = memory.toManifest()
            if (change && 'patches' in change) patched++
            stored = store(stored, change)
            expect(entriesOf(stored)).toEqual(expectedOf(rows, before))
          }
        },
      ),
      { numRuns: 2_000 },
    )
    // A test in which no manifest is ever patched would say nothing of patches.
    expect(patched).toBeGreaterThan(1_000)
  })

  test('a file that changes few rows in their places patches the manifest, and needs no look for any other', () => {
    const rows = Array.from({ length: 1_000 }, (_, sku) => ({ sku, says: 0, refused: false, plain: true }))
    const first = createFileMemory(load(NOTHING))
    takeIn(first, rows)
    const stored = store(NOTHING, first.toManifest())
    const second = createFileMemory(load(stored))
    takeIn(
      second,
      rows.map(each => (each.sku % 100 === 7 ? { ...each, says: 1 } : each)),
    )
    const change = second.toManifest()
    expect(change && 'patches' in change && change.patches.length).toBe(10 * 3)
    const third = createFileMemory(load(store(stored, change)))
    takeIn(third, rows)
    const back = third.toManifest()
    // Back to what is stored: the same ten places, not ten more.
    expect(back && 'patches' in back && back.patches.length).toBe(10 * 3)
    expect(entriesOf(store(store(stored, change), back))).toEqual(entriesOf(stored))
  })

  test('of a first file stands in the file’s order, though rows that need a closer look come after their neighbours', () => {
    const rows = Array.from({ length: 1_000 }, (_, sku) => ({
      sku,
      says: 0,
      refused: false,
      plain: sku % 3 > 0,
    }))
    const memory = createFileMemory(load(NOTHING))
    for (let from = 0; from < rows.length; from += 90) {
      const chunk = rows.slice(from, from + 90)
      for (const row of chunk.filter(({ plain }) => plain))
        memory.addFirst(rawOf(row), skuOf(row), row.sku + 2)
      for (const row of chunk.filter(({ plain }) => !plain)) memory.add(rawOf(row), skuOf(row), row.sku + 2)
    }
    memory.drop(500)
    const { words } = load(store(NOTHING, memory.toManifest()))
    const written = rows.filter(({ sku }) => sku !== 498).map(nameOfRow)
    expect(written.map((_, entry) => nameOf(words, entry * MANIFEST_ENTRY_WORDS))).toEqual(written)
  })
})
