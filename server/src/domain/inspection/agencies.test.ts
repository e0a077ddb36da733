import { buildItem } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { CategoryCode } from '@haowu/shared/catalog.ts'
import { agencyFacts } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyProblem } from './agency-on-record.ts'
import { listAgencies, listInspectors } from './list-agencies.ts'
import { enterInspector, setInspectorState } from './enter-inspector.ts'
import { registerAgency, setAgencyState, updateAgency } from './register-agency.ts'
import { readReportRules } from './report-rules.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t?.[Symbol.asyncDispose]())

const actor = 'user:operator'
const FACTS = {
  licenceNo: '91320400MA1',
  cnasNo: 'CNAS L12345',
  cmaNo: null,
  validUntil: '2099-12-31',
  categories: ['phone', 'watch'] as CategoryCode[],
}
let made = 0
const register = (facts: Partial<typeof FACTS> = {}, name = `登记机构 ${++made}`) =>
  registerAgency(t, { ...FACTS, ...facts, name, actor }).then(({ inspectionAgencyId }) => ({
    inspectionAgencyId,
    name,
  }))
const rowOf = async (id: string) => (await listAgencies(t.db, { limit: 100 })).find(row => row.id === id)
const day = async (days: number) =>
  (await sql<{ day: string }>`SELECT (business_day(app_now()) + ${days}::int)::text AS day`.execute(t.db))
    .rows[0]?.day ?? ''
const problemFor = async (agencyName: string, categoryCode = 'phone', inspectedOn?: string) =>
  agencyProblem(await readReportRules(t.db), {
    agencyName,
    categoryCode,
    inspectedOn: inspectedOn ?? (await day(0)),
  })
const actsOn = async (subjectId: string) =>
  (
    await t.db
      .selectFrom('auditLog')
      .select('action')
      .where('subjectId', '=', subjectId)
      .orderBy('id')
      .execute()
  ).map(({ action }) => action)

test('an agency is registered with its licence and marks, once under each name however it is spaced', async () => {
  const { inspectionAgencyId } = await register({}, '常州检测（一）中心')
  expect(await rowOf(inspectionAgencyId)).toMatchObject({ ...FACTS, state: 'active', inForce: 0, checked: 0 })
  await expect(register({}, '常州 检测(一)中心')).rejects.toMatchObject({
    code: 'bad_request',
    facts: { field: 'name', problem: 'taken' },
  })
  expect(await actsOn(inspectionAgencyId)).toEqual(['agency_registered'])
})

test('neither the form nor the table takes an agency without a mark, or one that judges nothing', async () => {
  const form = { ...FACTS, name: '无标志' }
  expect(agencyFacts.safeParse(form).success).toBe(true)
  expect(agencyFacts.safeParse({ ...form, cnasNo: '' }).success).toBe(false)
  expect(agencyFacts.safeParse({ ...form, categories: [] }).success).toBe(false)
  await expect(register({ cnasNo: null as never })).rejects.toThrow('violates check constraint')
  await expect(register({ categories: [] })).rejects.toThrow('violates check constraint')
})

test('its reports count for its categories until the last day of its licence, which can be renewed', async () => {
  const { inspectionAgencyId, name } = await register({ validUntil: await day(1) })
  expect(await rowOf(inspectionAgencyId)).toMatchObject({ daysLeft: 1 })
  expect(await problemFor(name)).toBeUndefined()
  expect(await problemFor(name, 'phone', await day(1))).toBeUndefined()
  expect(await problemFor(name, 'phone', await day(2))).toBe('agency_lapsed')
  expect(await problemFor(name, 'book')).toBe('agency_category')
  const renewal = { ...FACTS, inspectionAgencyId, actor, version: 1, categories: ['book'] as CategoryCode[] }
  expect(await updateAgency(t, renewal)).toEqual({ version: 2 })
  expect(await problemFor(name, 'book', await day(2))).toBeUndefined()
  await expect(updateAgency(t, renewal)).rejects.toMatchObject({ code: 'stale_version' })
})

test('suspended it may be named by no new report until it is restored; each is on record once, however often it is asked', async () => {
  const { inspectionAgencyId, name } = await register()
  for (const _ of [1, 2]) await setAgencyState(t, { inspectionAgencyId, reason: '资质核查中', actor })
  expect(await rowOf(inspectionAgencyId)).toMatchObject({ state: 'suspended', stateReason: '资质核查中' })
  expect(await problemFor(name)).toBe('agency_suspended')
  for (const _ of [1, 2]) await setAgencyState(t, { inspectionAgencyId, reason: null, actor })
  expect(await problemFor(name)).toBeUndefined()
  expect(await actsOn(inspectionAgencyId)).toEqual([
    'agency_registered',
    'agency_suspended',
    'agency_restored',
  ])
  const nobody = { inspectionAgencyId: crypto.randomUUID(), reason: null, actor }
  await expect(setAgencyState(t, nobody)).rejects.toMatchObject({ code: 'not_found' })
})

test('its inspectors are entered with their certificates, one per name, and can be suspended and restored', async () => {
  const { inspectionAgencyId } = await register()
  const enter = (certificateNo: string) =>
    enterInspector(t, { inspectionAgencyId, name: '孙工', certificateNo, actor })
  const { inspectorId } = await enter('C-1')
  expect(await enter('C-2')).toEqual({ inspectorId })
  await setInspectorState(t, { inspectorId, reason: '抽检不符', actor })
  expect(await listInspectors(t.db, inspectionAgencyId)).toMatchObject([
    { name: '孙工', certificateNo: 'C-2', state: 'suspended', stateReason: '抽检不符', reports: 0 },
  ])
  await setInspectorState(t, { inspectorId, reason: null, actor })
  expect(await listInspectors(t.db, inspectionAgencyId)).toMatchObject([
    { state: 'active', stateReason: null },
  ])
})

test('the list says how many of its reports are in force and how many were revoked', async () => {
  const { inspectionAgencyId } = await register()
  const built = [
    await buildItem(t.db),
    await buildItem(t.db, { reportDays: -1 }),
    await buildItem(t.db, { reportState: 'revoked' }),
  ]
  await t.owner.query('UPDATE report SET inspection_agency_id = $1 WHERE id = ANY($2)', [
    inspectionAgencyId,
    built.map(({ reportId }) => reportId),
  ])
  expect(await rowOf(inspectionAgencyId)).toMatchObject({ inForce: 1, revoked: 1 })
})
