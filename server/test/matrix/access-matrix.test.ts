import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { appRouter } from '#api/router.ts'
import type { Access, TenantKey } from '#api/trpc.ts'
import { MEMBER_ROLES, type MemberRole } from '#domain/parties/member.ts'
import { revokeMember } from '#domain/parties/revoke-member.ts'
import { buildPerson, type Person } from '../build-person.ts'
import { createTestApp, type TestApp } from '../test-app.ts'
import { createTestDatabase, type TestDatabase } from '../test-database.ts'
import { createDigest, type DigestQuery } from './database-digest.ts'
import { sampleInput } from './sample-input.ts'
import { type Markers, seedTenant, type Tenant } from './seed-tenant.ts'

/**
 * Walks the whole router. Each procedure is called by everybody who must not: nobody, every other role, somebody whose
 * membership or session was revoked or has run out, and the right role of another tenant, each time with the ids of rows that
 * belong to tenant B. It must be denied, nothing may be written, and no word of B's may come back.
 */

interface Procedure {
  path: string
  type: 'query' | 'mutation' | 'subscription'
  access: Access | undefined
  inputs: readonly z.core.$ZodType[]
}

const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: Procedure['type']; meta?: { access?: Access }; inputs: Procedure['inputs'] } }
  >,
).map(([path, { _def }]) => ({ path, type: _def.type, access: _def.meta?.access, inputs: _def.inputs }))

/** Fields that name a row of one tenant: whoever is another tenant must be told that there is no such row. */
const OWNED_FIELDS: Record<TenantKey, readonly string[]> = {
  supplier: [
    'itemId',
    'importId',
    'planId',
    'reportId',
    'orderId',
    'orderNo',
    'payoutId',
    'payoutNo',
    'memberId',
    'payeeAccountId',
    'accountId',
  ],
  streamer: [
    'sessionId',
    'slotId',
    'holdId',
    'liveHoldId',
    'orderId',
    'orderNo',
    'payoutId',
    'payoutNo',
    'memberId',
    'payeeAccountId',
    'accountId',
  ],
  party: ['orderId', 'orderNo', 'payoutId', 'payoutNo', 'memberId', 'payeeAccountId', 'accountId', 'partyId'],
  platform: [],
  none: [],
}

const DENIED = [401, 403, 404]

let t: TestDatabase
let site: TestApp
let server: Server
let digest: Awaited<ReturnType<typeof createDigest>>
let tenantA: Tenant
let tenantB: Tenant
/** A person who had the role at tenant B, or at the platform, until it was taken from him. */
const revoked = new Map<MemberRole, { person: Person; cookie: string }>()
const strangers = new Map<MemberRole, string>()
/** Cookies of B's own members whose session was revoked, and has expired. */
const endedSessions = new Map<Person, string[]>()

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
  server = site.app.listen(0)
  tenantA = await seedTenant(t, 'a-tenant')
  tenantB = await seedTenant(t, 'b-tenant')
  const people = {
    supplier: tenantA.supplier,
    streamer: tenantA.streamer,
    agency: tenantA.agency,
    finance: await buildPerson(t.db, 'finance'),
    operator: await buildPerson(t.db, 'operator'),
  }
  for (const role of MEMBER_ROLES) {
    strangers.set(role, await site.signIn(people[role]))
    revoked.set(role, await buildRevoked(role))
  }
  for (const person of [tenantB.supplier, tenantB.streamer]) {
    endedSessions.set(person, [await endedSession(person, 'revoked'), await endedSession(person, 'expired')])
  }
  digest = await createDigest(t.owner)
}, 60_000)

afterAll(async () => {
  server?.close()
  await site?.[Symbol.asyncDispose]()
  await t?.[Symbol.asyncDispose]()
})

test('there is a router to walk, and each procedure says who may call it and whose data it touches', () => {
  expect(procedures.length).toBeGreaterThan(5)
  expect(procedures.filter(({ access }) => !access?.roles || !access.tenant).map(({ path }) => path)).toEqual(
    [],
  )
})

const closed = procedures.filter(({ access }) => access && access.roles !== 'public')
const open = procedures.filter(({ access }) => access?.roles === 'public')

describe.each(closed)('$path', procedure => {
  test('is denied to nobody, a revoked session and an expired one', async () => {
    await writingNothing({}, async () => {
      await expectDenied(procedure, {}, [401])
      const ended = lookUp(endedSessions, insider(procedure))
      for (const cookie of ended) await expectDenied(procedure, { cookie }, [401])
    })
  })

  test('is denied to every other role and to a revoked member', async () => {
    const { roles } = procedure.access ?? {}
    if (typeof roles !== 'object') return
    await writingNothing({}, async () => {
      for (const [role, cookie] of strangers) {
        if (!roles.includes(role)) await expectDenied(procedure, { cookie }, [403])
      }
      for (const role of roles) {
        const { cookie, person } = lookUp(revoked, role)
        await expectDenied(procedure, { cookie }, [403])
        await expectDenied(procedure, { cookie, memberId: person.memberId }, [403])
      }
    })
  })

  test('gives a member of another tenant nothing of B', async () => {
    for (const role of rolesOf(procedure)) {
      const cookie = lookUp(strangers, role)
      if (procedure.access?.roles !== 'signed_in') {
        await writingNothing({}, () => expectDenied(procedure, { cookie, memberId: memberOfB(role) }, [403]))
      }
      if (namesRowsOfB(procedure)) await writingNothing({}, () => expectDenied(procedure, { cookie }, DENIED))
      else await expectHarmless(procedure, { cookie })
    }
  })
})

describe.each(open)('$path (public)', procedure => {
  test('tells nobody what only a member of B may know', async () => {
    const answer = await call(procedure, {})
    expect(answer.status, answer.text).toBeLessThan(500)
    expectNone(answer.text, [
      tenantB.markers.supplierPrivate,
      tenantB.markers.streamerPrivate,
      ...tenantB.markers.sums,
    ])
  })
})

interface Caller {
  cookie?: string
  memberId?: string
}

async function writingNothing(query: DigestQuery, act: () => Promise<void>): Promise<void> {
  const before = await digest(query)
  await act()
  expect(await digest(query)).toEqual(before)
}

async function expectDenied(
  procedure: Procedure,
  caller: Caller,
  statuses: readonly number[],
): Promise<void> {
  const answer = await call(procedure, caller)
  expect(statuses, `${procedure.path} answered ${answer.status}: ${answer.text}`).toContain(answer.status)
  expectNone(answer.text, everyMarker(tenantB.markers))
}

/** Without an id of B in the input there is nothing to deny: it works on the caller's own rows, and B's stay as they are. */
async function expectHarmless(procedure: Procedure, caller: Caller): Promise<void> {
  const ofB = { matching: [tenantB.supplier.partyId, tenantB.streamer.partyId, 'of-b-tenant'].join('|') }
  const mayBeSeen = procedure.access?.tenant === 'streamer' ? [tenantB.markers.supplierPublic] : []
  await writingNothing(procedure.type === 'query' ? {} : ofB, async () => {
    const answer = await call(procedure, caller)
    expect(answer.status, answer.text).toBeLessThan(500)
    expectNone(
      answer.text,
      everyMarker(tenantB.markers).filter(marker => !mayBeSeen.includes(marker)),
    )
  })
}

function call({ path, type, inputs }: Procedure, { cookie, memberId }: Caller): request.Test {
  const input = sampleInput(inputs, field => given(path, field))
  const target = `/api/trpc/${path}`
  const prepared =
    type === 'mutation'
      ? request(server).post(target).type('json').send(JSON.stringify(input))
      : request(server).get(
          input === undefined ? target : `${target}?input=${encodeURIComponent(JSON.stringify(input))}`,
        )
  if (cookie) prepared.set('cookie', cookie)
  if (memberId) prepared.set('x-member-id', memberId)
  return prepared
}

function given(path: string, field: string): unknown {
  const [module = ''] = path.split('.')
  const name = field === 'id' ? `${module.replace(/ies$/, 'y').replace(/s$/, '')}Id` : field
  return tenantB.rows[name] ?? OTHER_FIELDS[name]
}

const HOUR = 3_600_000
const OTHER_FIELDS: Record<string, unknown> = {
  idempotencyKey: randomUUID(),
  priceFen: '499900',
  phone: '13800138000',
  startsAt: new Date(Date.now() + HOUR).toISOString(),
  endsAt: new Date(Date.now() + 3 * HOUR).toISOString(),
}

function namesRowsOfB({ path, inputs, access }: Procedure): boolean {
  const input = sampleInput(inputs, field => given(path, field))
  const values = new Set(OWNED_FIELDS[access?.tenant ?? 'none'].map(field => tenantB.rows[field]))
  return JSON.stringify(input ?? null)
    .split('"')
    .some(text => values.has(text))
}

function rolesOf({ access }: Procedure): readonly MemberRole[] {
  const roles: readonly MemberRole[] = typeof access?.roles === 'object' ? access.roles : MEMBER_ROLES
  // The platform is one party: its members see every tenant, and there is no other platform.
  return roles.filter(role => role !== 'finance' && role !== 'operator')
}

/** Somebody who may call the procedure as long as his session holds, and owns the rows it asks for. */
function insider({ access }: Procedure): Person {
  const roles: readonly MemberRole[] = typeof access?.roles === 'object' ? access.roles : []
  return roles.includes('streamer') && !roles.includes('supplier') ? tenantB.streamer : tenantB.supplier
}

function memberOfB(role: MemberRole): string {
  return role === 'streamer'
    ? tenantB.streamer.memberId
    : role === 'agency'
      ? tenantB.agency.memberId
      : tenantB.supplier.memberId
}

async function buildRevoked(role: MemberRole): Promise<{ person: Person; cookie: string }> {
  const partyIds: Partial<Record<MemberRole, string>> = {
    supplier: tenantB.supplier.partyId,
    streamer: tenantB.streamer.partyId,
    agency: tenantB.agency.partyId,
  }
  const partyId = partyIds[role]
  const person = await buildPerson(t.db, role, partyId ? { partyId } : {})
  const cookie = await site.signIn(person)
  await revokeMember(t, { ...person, actorId: randomUUID() })
  return { person, cookie }
}

async function endedSession(person: Person, how: 'revoked' | 'expired'): Promise<string> {
  const cookie = await site.signIn(person)
  const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  const ended =
    how === 'revoked'
      ? await t.owner.query('DELETE FROM auth.session WHERE token = $1', [token])
      : await t.owner.query(
          "UPDATE auth.session SET expires_at = now() - interval '1 second' WHERE token = $1",
          [token],
        )
  expect(ended.rowCount).toBe(1)
  return cookie
}

function everyMarker({ sums, ...texts }: Markers): string[] {
  return [...Object.values(texts), ...sums]
}

function expectNone(text: string, markers: readonly string[]): void {
  expect(markers.filter(marker => text.includes(marker))).toEqual([])
}

function lookUp<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`nothing for ${String(key)}`)
  return value
}
