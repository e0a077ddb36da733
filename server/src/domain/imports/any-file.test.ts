import { readFileSync } from 'node:fs'
import path from 'node:path'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { FIXTURES, listFixtures, surveyFixtures } from '@haowu/server/test/survey-fixtures.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { ERROR_CODES } from '@haowu/shared/errors.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AskedQuestion } from './file-question.ts'
import { previewImport } from './preview-import.ts'

let t: TestDatabase
let desk: ImportDesk
beforeAll(async () => {
  t = await createTestDatabase()
  desk = openImportDesk(t)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})
const supplier = () => buildParty(t.db, 'supplier')

/** What a supplier gets for these bytes: the state and code of the import, or of what she is asked, or of a refused upload. */
async function answerTo(content: string | Buffer) {
  const supplierId = await supplier()
  try {
    const { importId, state, errorCode, errorFacts, counts } = await desk.preview(supplierId, content)
    const asked = await readQuestion(importId)
    return { importId, state, code: asked?.code ?? errorCode, facts: asked?.facts ?? errorFacts, counts }
  } catch (error) {
    const { code, facts } = error as { code: string; facts: Record<string, unknown> }
    return { state: 'refused', code, facts }
  }
}

async function readQuestion(importId: string): Promise<AskedQuestion | undefined> {
  const { rows } = await t.owner.query(
    "SELECT question FROM item_import WHERE id = $1 AND state = 'asking'",
    [importId],
  )
  return rows[0]?.question
}

describe('one catalogue in any encoding', () => {
  const text = [...generatePhoneCatalog({ rows: 120, inspected: true, seed: 31 })].join('').slice(1)
  const inEachEncoding = (catalogue: string): [string, Buffer][] => {
    const utf16 = Buffer.from(`\ufeff${catalogue}`, 'utf16le')
    return [
      ['UTF-8', Buffer.from(catalogue)],
      ['UTF-8 with BOM', Buffer.from(`\ufeff${catalogue}`)],
      ['GB18030', encodeGb18030(catalogue)],
      ['UTF-16LE with BOM', utf16],
      ['UTF-16BE with BOM', Buffer.from(utf16).swap16()],
      ['UTF-16LE without BOM', utf16.subarray(2)],
      ['UTF-8 with tabs', Buffer.from(withTabs(catalogue))],
    ]
  }

  test('gives identical items', async () => {
    const seen = new Map<string, string[]>()
    for (const [name, bytes] of inEachEncoding(text)) {
      const { importId, counts } = await desk.preview(await supplier(), bytes)
      expect(counts, name).toMatchObject({ rows: 120, new: 120, errors: 0, warnings: 0 })
      seen.set(name, await stagedRows(importId))
    }
    const [first, ...others] = seen.values()
    for (const rows of others) expect(rows).toEqual(first)
  })

  const short = text.split('\r\n').slice(0, 6).join('\r\n')
  test.each(inEachEncoding(short))(
    'in %s, fed by one byte, seven bytes or all at once gives identical items',
    async (_, bytes) => {
      const { importId } = await desk.preview(await supplier(), short)
      const expected = await stagedRows(importId)
      expect(expected).toHaveLength(5)
      for (const size of [65_536, 7, 1]) {
        const supplierId = await supplier()
        const { importId } = await desk.upload(supplierId, bytes)
        const original = desk.deps.files
        const files = { ...original, readChunks: (key: string) => rechunk(original.readChunks(key), size) }
        await previewImport({ ...desk.deps, files }, importId)
        expect(await stagedRows(importId), `by ${size}`).toEqual(expected)
      }
    },
  )

  async function stagedRows(importId: string): Promise<string[]> {
    const { rows } = await t.owner.query(
      `SELECT line, encode(row_hash, 'hex') AS hash, title, spec::text, report::text FROM import_row WHERE import_id = $1 ORDER BY line`,
      [importId],
    )
    return rows.map(row => JSON.stringify(row))
  }
})

const header = '商家编码,标题,类目,价格\n'
const titled = (title: string) =>
  Buffer.concat([Buffer.from(`${header}A,手机`), Buffer.from(title, 'hex'), Buffer.from(',手机,1\n')])
const BROKEN_TEXTS: [string, Buffer][] = [
  ['half a surrogate pair as UTF-8', titled('eda080')],
  ['a surrogate pair as two characters', titled('eda0bdedb880')],
  ['a NUL in two bytes', titled('c080')],
  ['a character beyond Unicode', titled('f4908080')],
  ['half a surrogate pair in UTF-16', Buffer.from(`\ufeff${header}A,手机\ud83d,手机,1\n`, 'utf16le')],
  [
    'half a character of UTF-16 at the end',
    Buffer.from(`\ufeff${header}A,手机,手机,1\n`, 'utf16le').subarray(0, -1),
  ],
]

describe('a file that is no table', () => {
  test.each([
    ['nothing', '', 'empty_file'],
    ['only blanks', ' \n\r\n \n', 'empty_file'],
    ['a byte order mark', '\ufeff', 'empty_file'],
    ['only a header', header, 'no_rows'],
    ['an archive that is broken', Buffer.from('PK\x03\x04rest of a zip'), 'workbook_unreadable'],
    ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'not_csv'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'not_csv'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'not_csv'],
    ['a login page', '<!DOCTYPE html><html><body>请登录</body></html>', 'not_csv'],
    ['bytes of no encoding', Buffer.from('商家编码\xff\xfe\x81', 'latin1'), 'unknown_encoding'],
    [
      'Korean',
      Buffer.from('bbf3c7b02cb0a1b0dd0aBEC6C0CCC6F92C31303030'.repeat(40), 'hex'),
      'unknown_encoding',
    ],
    [
      'UTF-8 broken in the middle',
      Buffer.concat([
        Buffer.from(`${header}A,\u624b\u673a`),
        Buffer.from('e69c', 'hex'),
        Buffer.from(',x\n'),
      ]),
      'unknown_encoding',
    ],
    ...BROKEN_TEXTS.map(([what, bytes]): [string, Buffer, string] => [what, bytes, 'unknown_encoding']),
    ['no price column', '商家编码,标题,类目\nA,B,手机\n', 'missing_column'],
    ['two price columns', '商家编码,标题,类目,价格,售价\nA,B,手机,1,2\n', 'duplicate_column'],
    ['an unclosed quote', `${header}A,"手机,手机,100\nB,平板,平板,200\n`, 'unclosed_quote'],
    ['300 columns', `${header.trim()}${',x'.repeat(300)}\nA,B,手机,1\n`, 'too_many_columns'],
  ])('%s gets a coded answer and nothing is written', async (_, content, code) => {
    const answer = await answerTo(content)
    expect(answer).toMatchObject({ code })
    expect(ERROR_CODES).toContain(answer.code)
    const { rows } = await t.owner.query(
      'SELECT (SELECT count(*) FROM item)::int + (SELECT count(*) FROM import_row WHERE import_id = $1)::int AS n',
      [answer.importId ?? null],
    )
    expect(rows[0].n).toBe(0)
  })

  test('says which columns are missing, in both languages, and what it found', async () => {
    expect(await answerTo('a,b,商品名称\n1,2,3\n')).toMatchObject({
      facts: {
        columns: '商家编码、类目、价格',
        columnsEn: 'SKU, Category, Price',
        found: 'a | b | 商品名称',
      },
    })
  })

  test('a hundred megabytes of one unclosed quote are refused fast', async () => {
    const started = performance.now()
    const content = Buffer.concat([Buffer.from(`${header}A,"`), Buffer.alloc(100 * 1024 * 1024, 'x')])
    expect(await answerTo(content)).toMatchObject({ code: 'unclosed_quote', facts: { line: 2 } })
    expect(performance.now() - started).toBeLessThan(8_000)
  })
})

const absent = listFixtures().length === 0 ? ' (skipped: there are no fixtures beside this checkout)' : ''

describe.skipIf(absent !== '')(`public files${absent}`, () => {
  test('all get an answer with a code within two seconds, and are read cell by cell as csv-parse reads them', async () => {
    const answers: string[] = []
    const verdicts: string[] = []
    for await (const { file, answer, ms, verdict, differences } of surveyFixtures(desk)) {
      expect(['previewed', ...ERROR_CODES], file).toContain(answer)
      expect(ms, file).toBeLessThan(2_000)
      expect(differences, file).toEqual([])
      expect(verdict, file).not.toBe('only csv-parse reads it')
      answers.push(answer)
      verdicts.push(verdict)
    }
    expect(answers.filter(answer => answer === 'missing_column').length).toBeGreaterThan(100)
    expect(verdicts.filter(verdict => verdict === 'agrees').length).toBeGreaterThan(250)
  }, 120_000)

  test('a real shop’s export in GB18030 is understood without renaming, and each row is told what to change', async () => {
    const bytes = readFileSync(path.join(FIXTURES, 'catalogs/yanxuan_goods_short.gb18030.csv'))
    const supplierId = await supplier()
    const seen = await desk.preview(supplierId, bytes)
    expect(seen).toMatchObject({ state: 'previewed', encoding: 'gb18030', counts: { rows: 239 } })
    expect(seen.counts.errors).toBeGreaterThan(200)
    expect(seen.groups[0]).toMatchObject({ code: 'CATEGORY_UNKNOWN', column: '类目' })
  })

  test('and once its categories are ours, every row becomes a draft', async () => {
    const file = readFileSync(path.join(FIXTURES, 'catalogs/yanxuan_goods_short.gb18030.csv'))
    const text = new TextDecoder('gb18030').decode(file)
    const [header = '', ...lines] = text.split(/\r?\n/)
    const mapped = lines.filter(Boolean).map(line => line.replace(/^(\d+,(?:"[^"]*"|[^,]*),)[^,]*/, '$1综合'))
    const supplierId = await supplier()
    const done = await desk.importFile(supplierId, encodeGb18030([header, ...mapped].join('\r\n')))
    expect(done.counts).toMatchObject({ rows: mapped.length, new: mapped.length, errors: 0 })
    const { rows } = await t.owner.query('SELECT DISTINCT state FROM item WHERE supplier_id = $1', [
      supplierId,
    ])
    expect(rows).toEqual([{ state: 'draft' }])
  })
})

async function* rechunk(source: AsyncIterable<Buffer>, size: number) {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size)
}

function withTabs(csv: string): string {
  return csv.replace(/"[^"]*"|,/g, part => (part === ',' ? '\t' : part))
}

/** The table of two-byte characters, read off the decoder, because Node only decodes GB18030. */
function encodeGb18030(text: string): Buffer {
  const bytesOf = new Map<string, Buffer>()
  const decoder = new TextDecoder('gb18030')
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const bytes = Buffer.from([lead, trail])
      const char = decoder.decode(bytes)
      if (char.length === 1 && char !== '\ufffd' && !bytesOf.has(char)) bytesOf.set(char, bytes)
    }
  }
  return Buffer.concat(
    Array.from(text, char => {
      const bytes = char < '\u0080' ? Buffer.from(char) : bytesOf.get(char)
      if (!bytes) throw new Error(`not in the two-byte part of GB18030: ${char}`)
      return bytes
    }),
  )
}
