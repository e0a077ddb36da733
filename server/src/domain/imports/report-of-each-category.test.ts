import { buildParty } from '@haowu/server/test/build-item.ts'
import { today } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Measured } from '#domain/inspection/grade-item.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { templateFor, type TemplateField } from '#domain/inspection/template.ts'
import { readPublicReport } from '#domain/inspection/verify-report.ts'

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

const cellOf = (field: TemplateField, language: 'zh' | 'en') =>
  field.kind === 'choice' ? field.choices[0]?.[language] : field.steps[0]?.from
const valueOf = (field: TemplateField) =>
  field.kind === 'choice' ? field.choices[0]?.code : field.steps[0]?.from

test.each(CATEGORY_CODES.flatMap(code => [[code, 'zh'] as const, [code, 'en'] as const]))(
  'every finding of %s comes out of a file whose columns are named in %s, signed on its template and graded',
  async (category, language) => {
    const { code: templateCode, version, fields } = templateFor(category)
    const { nameZh, nameEn } = await t.db
      .selectFrom('category')
      .select(['nameZh', 'nameEn'])
      .where('code', '=', category)
      .executeTakeFirstOrThrow()
    const isEnglish = language === 'en'
    const row: Record<string, string> = {
      商家编码: `EACH-${category}-${language}`,
      标题: `一件${nameZh}`,
      类目: isEnglish ? nameEn : nameZh,
      价格: '5000',
      序列号: `EACH${category.toUpperCase()}${language.toUpperCase()}1`,
      质检类型: '第三方',
      质检机构: '中检',
      质检员: '王工',
      报告编号: `ZJ-${category}-${language}`,
      质检日期: today(),
      ...Object.fromEntries(fields.map(field => [field[language], String(cellOf(field, language))])),
    }
    const supplierId = await buildParty(t.db, 'supplier')
    const csv = [Object.keys(row), Object.values(row)].map(cells => cells.map(cell => `"${cell}"`).join())
    const { counts, importId } = await desk.importFile(supplierId, `${csv.join('\n')}\n`)
    expect(counts, importId).toMatchObject({ errors: 0, withReport: 1 })
    const { code } = await t.db
      .selectFrom('report')
      .select('code')
      .where('supplierId', '=', supplierId)
      .executeTakeFirstOrThrow()
    const signer = createReportSigner(Buffer.alloc(32, 3))
    const report = await readPublicReport(t.db, { code, signer })
    const measured: Measured = Object.fromEntries(fields.map(field => [field.key, valueOf(field) ?? '']))
    expect(report).toMatchObject({
      genuine: true,
      standing: 'published',
      content: { template: { code: templateCode, version }, measured, rubricVersion: 1, kind: 'third_party' },
    })
    expect(report?.lines).toHaveLength(fields.length)
    for (const line of report?.lines ?? []) expect(line.valueZh + line.valueEn).not.toMatch(/undefined|null/)
  },
)
