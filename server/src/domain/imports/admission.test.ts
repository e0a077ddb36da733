import { generateBagCatalog, generatePhoneCatalog } from '@haowu/server/test/generate-catalog.ts'
import { type ImportDesk, openImportDesk } from '@haowu/server/test/import-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listContracts } from '../onboarding/list-contracts.ts'
import { publishContract } from '../onboarding/publish-contract.ts'
import { admitParty } from '../parties/admit-party.ts'
import { createParty } from '../parties/create-party.ts'
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

const supplierOf = (categories: string[]) =>
  t.db.transaction().execute(trx => createParty(trx, { kind: 'supplier', name: '只卖图书', categories }))
const statesOf = async (supplierId: string) => {
  const { rows } = await t.owner.query<{ state: string; n: number }>(
    'SELECT state, count(*)::int AS n FROM item WHERE supplier_id = $1 GROUP BY 1 ORDER BY 1',
    [supplierId],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
/** The rule, and its version, that findings of this code name. */
const rulesOf = async (supplierId: string, importId: string, wanted: string) => {
  const { rows } = await listFindings(t.db, { supplierId, importId, limit: 100 })
  const named = rows.filter(({ code }) => code === wanted)
  return [...new Set(named.map(({ facts }) => `${facts['rule']} ${facts['ruleVersion']}`))]
}
const phones = (seed: number) => [...generatePhoneCatalog({ rows: 20, inspected: true, seed })].join('')
const bags = (seed: number) => [...generateBagCatalog({ rows: 20, seed })].join('')

test('goods of a category without admission stay drafts, the file says so before and after, and once admitted they go on offer', async () => {
  const supplierId = await supplierOf(['book'])
  const previewed = await desk.preview(supplierId, phones(71))
  expect(await rulesOf(supplierId, previewed.importId, 'CATEGORY_NOT_ADMITTED')).toEqual([
    'category_admission 1',
  ])
  const applied = await desk.importFile(supplierId, `${phones(71)}\n`)
  expect(applied).toMatchObject({ state: 'applied', counts: { new: 20, conflicts: 20 } })
  expect(await rulesOf(supplierId, applied.importId, 'NOT_ADMITTED')).toEqual(['category_admission 1'])
  expect(await statesOf(supplierId)).toEqual({ draft: 20 })

  await t.db.transaction().execute(trx => admitParty(trx, { partyId: supplierId, categories: ['phone'] }))
  await desk.importFile(supplierId, `${phones(71)}\n\n`)
  expect(await statesOf(supplierId)).toEqual({ available: 20 })
})

test('a new contract stops new goods only after its days of grace', async () => {
  const supplierId = await supplierOf(['luxury_bag'])
  await publishContract(t, {
    kind: 'supplier',
    clauses: [{ zh: '新条款', en: 'A new clause' }],
    effectiveFrom: new Date(Date.now() + 16 * 86_400_000),
    memberId: '00000000-0000-7000-8000-000000000000',
  })
  // Whoever publishes sees beside it what counts now, and how many have accepted the next one.
  expect((await listContracts(t.db)).filter(({ kind }) => kind === 'supplier')).toMatchObject([
    { version: 2, standing: 'coming', signed: 0, clauses: [{ en: 'A new clause' }] },
    { version: 1, standing: 'in_force' },
  ])
  const passDays = (days: number) =>
    t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [days * 86_400])
  await passDays(17)
  await desk.importFile(supplierId, bags(72))
  expect(await statesOf(supplierId)).toEqual({ available: 20 })
  await passDays(15)
  const late = await desk.importFile(supplierId, bags(73))
  expect(await rulesOf(supplierId, late.importId, 'CONTRACT_UNSIGNED')).toEqual(['contract 2'])
  expect(await statesOf(supplierId)).toEqual({ available: 20, draft: 20 })
})
