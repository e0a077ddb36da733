import request from 'supertest'
import { z } from 'zod'
import { createApiKey } from '#domain/parties/create-api-key.ts'
import { OPERATIONS } from '#http/v1/operations.ts'
import { buildPerson, type Person } from './build-person.ts'
import { createTestApp, type TestApp } from './test-app.ts'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

/** A supplier's own program at the door of /api/v1, and the key of another supplier. */
export interface ErpDesk extends AsyncDisposable {
  t: TestDatabase
  web: TestApp
  supplier: Person
  key: string
  strangersKey: string
}

export async function openErpDesk(): Promise<ErpDesk> {
  const t = await createTestDatabase()
  const web = createTestApp(t)
  const supplier = await buildPerson(t.db, 'supplier')
  return {
    t,
    web,
    supplier,
    key: (await makeKey(t, supplier)).key,
    strangersKey: (await makeKey(t, await buildPerson(t.db, 'supplier'))).key,
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]()
      await t[Symbol.asyncDispose]()
    },
  }
}

export function makeKey(t: TestDatabase, { partyId: supplierId, memberId }: Person) {
  return createApiKey(t, { supplierId, memberId, name: 'ERP' })
}

export interface OperationCall {
  /** What stands in braces in the path. */
  at?: Record<string, string>
  query?: string
  /** Text is a CSV file. */
  body?: object | string | undefined
  bearer?: string
  /** The key that names this call. */
  once?: string
}

/** Calls an operation by its name in the document. An answer that is not what the document says it is throws. */
export async function callOperation(
  { web, key }: ErpDesk,
  id: string,
  { at = {}, query = '', body, bearer = key, once }: OperationCall = {},
): Promise<request.Response> {
  const known = OPERATIONS.find(operation => operation.id === id)
  if (!known) throw new Error(`no operation ${id}`)
  const path = `/api/v1${known.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at[name] ?? '?'))}${query}`
  const asked = known.method === 'get' ? request(web.app).get(path) : request(web.app).post(path)
  if (typeof body === 'string') asked.set({ 'content-type': 'text/csv', 'x-file-name': 'erp.csv' })
  if (once !== undefined) asked.set('idempotency-key', once)
  const answer = await asked.set('authorization', `Bearer ${bearer}`).send(body)
  const told = known.answers[answer.status]
  if (!told || told.body === 'csv') return answer
  const { success, error } = told.body.safeParse(answer.body)
  if (!success) throw new Error(`${id} answers otherwise than its document: ${z.prettifyError(error)}`)
  return answer
}
