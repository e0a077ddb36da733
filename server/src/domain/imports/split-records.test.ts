import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delimiter, Dialect } from './detect-dialect.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { cutPlainRecord, parseQuotedRecords } from './read-cells.ts'
import { createRecordSplitter } from './split-records.ts'

const dialectOf = (delimiter: Delimiter = ',', lineEnds: Dialect['lineEnds'] = 'lf'): Dialect => ({
  delimiter,
  lineEnds,
  skipsFirstLine: false,
})

/** What the importer reads: records by the splitter, cells by the plain cut or csv-parse. */
function readAll(bytes: Buffer, dialect: Dialect, chunkBytes: number) {
  const rows: { cells: string[] | null; line: number }[] = []
  const splitter = createRecordSplitter(dialect, ({ bytes, start, end, line, quoted }) => {
    const record = Buffer.from(bytes.subarray(start, end))
    const cells = quoted
      ? (parseQuotedRecords([record], dialect.delimiter)[0] ?? null)
      : cutPlainRecord(record.toString('utf8'), dialect.delimiter)
    rows.push({ cells, line })
  })
  for (let at = 0; at < bytes.length; at += chunkBytes) splitter.push(bytes.subarray(at, at + chunkBytes))
  splitter.finish()
  return rows
}

/** The same text by csv-parse alone, in one piece. */
function parseWhole(bytes: Buffer, delimiter: Delimiter): string[][] {
  return parse(bytes, {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: IMPORT_LIMITS.recordBytes,
  })
}

const attempt = <T>(act: () => T): T | 'refused' => {
  try {
    return act()
  } catch {
    return 'refused'
  }
}

describe('the splitter', () => {
  const piece = fc.constantFrom(
    ',',
    '"',
    '""',
    '\n',
    '\r\n',
    'a',
    '手机',
    ' ',
    '65" TV',
    ',"',
    '",',
    '"\n',
    '\n"',
    '\t',
    ';',
  )
  test('cuts random documents into the records that csv-parse sees, wherever the chunks fall', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (pieces, chunkBytes) => {
          const bytes = Buffer.from(pieces.join(''))
          const whole = attempt(() => parseWhole(bytes, ','))
          const ours = attempt(() => readAll(bytes, dialectOf(), chunkBytes))
          if (whole === 'refused') return
          if (ours === 'refused') throw new Error('stricter than csv-parse')
          expect(ours.map(row => row.cells)).toEqual(whole)
        },
      ),
      { numRuns: 20_000 },
    )
  })

  test.each([1, 7, 65_536])('fed in chunks of %s bytes gives the same records and lines', chunkBytes => {
    const text = 'sku,title\r\nA,"两\n行"\r\nB,65" TV\r\n\r\nC,"""引""号"\nD,末行'
    expect(readAll(Buffer.from(text), dialectOf(), chunkBytes)).toEqual([
      { cells: ['sku', 'title'], line: 1 },
      { cells: ['A', '两\n行'], line: 2 },
      { cells: ['B', '65" TV'], line: 4 },
      { cells: ['C', '"引"号'], line: 6 },
      { cells: ['D', '末行'], line: 7 },
    ])
  })

  test.each([1, 2, 3, 100])(
    'reads the line ends of old Macs, mixed with others, in chunks of %s bytes',
    chunkBytes => {
      const rows = readAll(Buffer.from('a,b\rc,d\r\ne,"f\rg"\nh,i'), dialectOf(',', 'any'), chunkBytes)
      expect(rows.map(row => row.cells)).toEqual([
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f\rg'],
        ['h', 'i'],
      ])
    },
  )

  test('names the line on which a quote was opened and never closed', () => {
    const text = 'a,b\n1,2\n3,"4\n5,6\n'
    expect(() => readAll(Buffer.from(text), dialectOf(), 4)).toThrow(
      expect.objectContaining({ code: 'unclosed_quote', facts: { line: 3 } }),
    )
  })

  test('gives up on a hundred megabytes of one unclosed quote after the first, in flat memory', () => {
    const splitter = createRecordSplitter(dialectOf(), () => {})
    splitter.push(Buffer.from('a,b\n1,"'))
    const chunk = Buffer.alloc(65_536, 'x')
    const before = process.memoryUsage().rss
    let pushed = 0
    expect(() => {
      for (; pushed < 1600; pushed++) splitter.push(chunk)
    }).toThrow(expect.objectContaining({ code: 'unclosed_quote', facts: { line: 2 } }))
    expect(pushed).toBeLessThan(20)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })
})

const FIXTURES = path.join(import.meta.dirname, '../../../../../shared/fixtures/feeds/torture')
const fixtures = attempt(() => readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }))
const tables = fixtures === 'refused' ? [] : fixtures.filter(file => /\.(csv|tsv)$/.test(file))

describe('on public torture files', () => {
  test.skipIf(tables.length === 0)('agrees row for row with csv-parse where csv-parse accepts them', () => {
    let compared = 0
    for (const file of tables) {
      const bytes = readFileSync(path.join(FIXTURES, file))
      // csv-parse leaves a lone CR at the very end of a file in the last cell; we do not.
      const whole = attempt(() => parseWhole(bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes, ','))
      if (whole === 'refused') continue
      const ours = attempt(() => readAll(bytes, dialectOf(), 61))
      expect(ours === 'refused' ? ours : ours.map(row => row.cells), file).toEqual(whole)
      compared++
    }
    expect(compared).toBeGreaterThan(100)
  })
})
