import { buildParty } from '@haowu/server/test/build-item.ts'
import { today } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { ROW_CODES } from '@haowu/shared/imports.ts'
import { ROW_MESSAGES, rowMessage } from '@haowu/shared/row-messages.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listFindings } from './list-findings.ts'

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

const PHONE = {
  商家编码: 'R-1',
  标题: '小米 14',
  类目: '手机',
  价格: '1500',
  IMEI: '356938035643809',
  成色: '',
  质检类型: '自检',
  质检机构: '',
  质检员: '王工',
  报告编号: '',
  质检日期: today(),
  外观: '轻微划痕',
  功能: '全部正常',
  电池健康: '92',
  部件: '全部原装',
  拆修: '无拆修',
  进水: '无进水',
  账号锁: '无锁',
}

async function findingsFor(cells: Partial<typeof PHONE>) {
  const row = { ...PHONE, ...cells }
  const supplierId = await buildParty(t.db, 'supplier')
  const { importId, counts } = await desk.preview(
    supplierId,
    `${Object.keys(row).join()}\n${Object.values(row).join()}\n`,
  )
  const { rows } = await listFindings(t.db, { supplierId, importId, limit: 20 })
  return { rows, counts }
}

describe('the inspection columns of a row', () => {
  test.each([
    ['REPORT_EXPIRED', { 质检日期: '2020-01-01' }, '质检日期'],
    ['REPORT_FUTURE', { 质检日期: '2099-01-01' }, '质检日期'],
    ['REPORT_DATE_INVALID', { 质检日期: '2026/13/40' }, '质检日期'],
    ['REPORT_DATE_INVALID', { 质检日期: '3月5日' }, '质检日期'],
    ['REPORT_DATE_MISSING', { 质检日期: '' }, '质检日期'],
    ['REPORT_INSPECTOR_MISSING', { 质检员: '' }, '质检员'],
    ['REPORT_KIND_UNKNOWN', { 质检类型: '大概看过' }, '质检类型'],
    ['REPORT_AGENCY_MISSING', { 质检类型: '第三方' }, '质检机构'],
    ['REPORT_AGENCY_UNKNOWN', { 质检类型: '第三方', 质检机构: '没听过的检测站' }, '质检机构'],
    ['REPORT_THIRD_PARTY_REQUIRED', { 价格: '2000' }, '质检类型'],
    ['REPORT_INCOMPLETE', { 部件: '' }, '部件'],
    ['REPORT_VALUE_UNKNOWN', { 外观: '马马虎虎' }, '外观'],
    ['REPORT_VALUE_UNKNOWN', { 电池健康: '101' }, '电池健康'],
    ['REPORT_REFUSED', { 账号锁: '有ID' }, '账号锁'],
  ] as const)('%s for %j', async (code, cells, column) => {
    const { rows, counts } = await findingsFor(cells)
    expect(rows).toEqual([expect.objectContaining({ code, column, line: 2, severity: 'error' })])
    expect(counts).toMatchObject({ errors: 1, new: 0 })
    for (const language of ['zh', 'en'] as const) {
      const { problem, repair } = rowMessage(rows[0] ?? { code, facts: {} }, language)
      expect(`${problem} ${repair}`).not.toMatch(/\{|undefined/)
    }
  })

  test('in other words, a percent sign, an Excel date and another typed grade are understood; the last two with a warning', async () => {
    const serial = Math.floor((Date.now() + 8 * 3_600_000) / 86_400_000) + 25_569
    const { rows, counts } = await findingsFor({
      外观: '细微划痕',
      电池健康: '92%',
      拆修: '无',
      质检日期: String(serial),
      成色: '99新',
    })
    expect(rows.map(({ code, severity }) => [code, severity])).toEqual([
      ['GRADE_DIFFERS', 'warning'],
      ['REPORT_DATE_SERIAL', 'warning'],
    ])
    expect(counts).toMatchObject({ new: 1, withReport: 1, errors: 0 })
  })

  test('without inspector, date or number make no report: the item waits as a draft', async () => {
    const { rows, counts } = await findingsFor({ 质检类型: '', 质检员: '', 质检日期: '' })
    expect(rows).toEqual([])
    expect(counts).toMatchObject({ new: 1, withReport: 0 })
  })
})

test('every finding has words in both languages', () => {
  expect(Object.keys(ROW_MESSAGES).sort()).toEqual([...ROW_CODES].sort())
})

test.each([
  [{ 价格: '2000' }, 'third_party_required', '第三方检测规则'],
  [{ 质检日期: '2020-01-01' }, 'report_validity', '报告有效期'],
  [{ 账号锁: '有ID' }, 'grading_rubric', '成色评级标准'],
  [{ 部件: '' }, 'template', '检测模板'],
] as const)('a row that is refused for %j names the rule and its version', async (cells, rule, name) => {
  const { rows } = await findingsFor(cells)
  expect(rows).toMatchObject([{ facts: { rule, ruleVersion: expect.any(Number) } }])
  const [finding] = rows
  if (!finding) throw new Error('nothing was found')
  expect(rowMessage(finding, 'zh').problem).toContain(`依据：${name}，第 ${finding.facts['ruleVersion']} 版`)
  expect(rowMessage(finding, 'en').problem).toMatch(/by: .*, version \d/)
})
