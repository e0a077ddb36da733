import { buildPerson, type Person } from '@haowu/server/test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_API_KEYS } from './api-key.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { recogniseApiKey } from './recognise-api-key.ts'
import { revokeApiKey } from './revoke-api-key.ts'
import { revokeMember } from './revoke-member.ts'

let t: TestDatabase
let supplier: Person
beforeAll(async () => {
  t = await createTestDatabase()
  supplier = await buildPerson(t.db, 'supplier')
})
afterAll(() => t[Symbol.asyncDispose]())

const holderOf = ({ partyId: supplierId, memberId }: Person) => ({ supplierId, memberId })
const create = (person: Person) => createApiKey(t, { ...holderOf(person), name: 'ERP' })

test('a key names its supplier, is written nowhere, and is told apart from one that differs in a letter', async () => {
  const { keyId, key, prefix } = await create(supplier)
  expect(key).toMatch(/^hw_live_[0-9A-Za-z]{8}_[0-9A-Za-z]{40}$/)
  expect(await recogniseApiKey(t.db, key)).toEqual({ keyId, ...holderOf(supplier) })
  const other = key.endsWith('a') ? 'b' : 'a'
  for (const wrong of [key.slice(0, -1) + other, key.slice(0, -1), `${key} `, '', 'Bearer', prefix])
    expect(await recogniseApiKey(t.db, wrong), wrong).toBeNull()
  const { rows } = await t.pool.query('SELECT row_to_json(k)::text AS kept FROM api_key k WHERE id = $1', [
    keyId,
  ])
  expect(rows[0].kept).not.toContain(key.slice(-40))
  const [shown] = await listApiKeys(t.db, supplier.partyId)
  expect(shown).toMatchObject({ keyId, prefix, name: 'ERP', revokedAt: null, orphaned: false })
  expect(shown?.lastUsedAt).not.toBeNull()
})

test('a revoked key ends at once; twice is once; another supplier’s stays', async () => {
  const { keyId, key } = await create(supplier)
  const stranger = await buildPerson(t.db, 'supplier')
  await expect(revokeApiKey(t, { ...holderOf(stranger), keyId })).rejects.toMatchObject({ code: 'not_found' })
  expect(await recogniseApiKey(t.db, key)).not.toBeNull()
  await revokeApiKey(t, { ...holderOf(supplier), keyId })
  await revokeApiKey(t, { ...holderOf(supplier), keyId })
  expect(await recogniseApiKey(t.db, key)).toBeNull()
  const acts = await t.db.selectFrom('auditLog').select('action').where('subjectId', '=', keyId).execute()
  expect(acts.map(({ action }) => action).sort()).toEqual(['api_key.created', 'api_key.revoked'])
})

test('a key ends with the membership of whoever made it', async () => {
  const clerk = await buildPerson(t.db, 'supplier', { partyId: supplier.partyId })
  const { key } = await create(clerk)
  await revokeMember(t, { memberId: clerk.memberId, partyId: clerk.partyId, actorId: supplier.memberId })
  expect(await recogniseApiKey(t.db, key)).toBeNull()
})

test('no supplier has more than twenty that work, however many ask at once', async () => {
  const busy = await buildPerson(t.db, 'supplier')
  const asked = await Promise.allSettled(Array.from({ length: MOST_API_KEYS + 5 }, () => create(busy)))
  const refused = asked.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(5)
  expect(refused[0]).toMatchObject({ reason: { code: 'limit_reached' } })
})
