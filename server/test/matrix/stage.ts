import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { Express } from 'express'
import { expect } from 'vitest'
import { MEMBER_ROLES, type MemberRole } from '#domain/parties/member.ts'
import { revokeMember } from '#domain/parties/revoke-member.ts'
import { buildPerson, type Person } from '../build-person.ts'
import { createTestApp, type TestApp } from '../test-app.ts'
import { createTestDatabase, type TestDatabase } from '../test-database.ts'
import { createDigest, type DatabaseDigest, type DigestQuery } from './database-digest.ts'
import { type Markers, seedTenant, type Tenant } from './seed-tenant.ts'

export interface Caller {
  cookie?: string
  memberId?: string
}

/** Two tenants with all their rows, and everybody who must not get at those of the second one. */
export interface Stage extends AsyncDisposable {
  app: Express
  server: Server
  tenantB: Tenant
  /** Tenant A's members and the platform's, signed in, by role. */
  strangers: ReadonlyMap<MemberRole, Caller>
  /** Somebody who had the role at tenant B, or at the platform, until it was taken from him; with and without his old id. */
  revoked: ReadonlyMap<MemberRole, Caller[]>
  /** Sessions of B's own members that were revoked or have expired, by the member's role. */
  ended: Record<'supplier' | 'streamer', Caller[]>
  /** Fails when any row changed since it was asked last. */
  expectUntouched(): Promise<void>
  /** Runs the act and fails when any row changed, or any that matches. */
  writingNothing(query: DigestQuery, act: () => Promise<void>): Promise<void>
}

export async function buildStage(): Promise<Stage> {
  const t = await createTestDatabase()
  const site = createTestApp(t)
  const server = site.app.listen(0)
  // A photo that was taken in, so that whoever names it is judged by whose the rest is.
  await site.deps.files.put(`media/${'a'.repeat(64)}.jpg`, Buffer.from('a photo'))
  const tenantA = await seedTenant(t, 'a-tenant')
  const tenantB = await seedTenant(t, 'b-tenant')
  const platform = {
    finance: await buildPerson(t.db, 'finance'),
    operator: await buildPerson(t.db, 'operator'),
  }
  const strangers = new Map<MemberRole, Caller>()
  const revoked = new Map<MemberRole, Caller[]>()
  for (const role of MEMBER_ROLES) {
    strangers.set(role, { cookie: await site.signIn({ ...tenantA, ...platform }[role]) })
    revoked.set(role, await buildRevoked(t, { site, tenantB, role }))
  }
  const ended = {
    supplier: await endSessions(t, site, tenantB.supplier),
    streamer: await endSessions(t, site, tenantB.streamer),
  }
  const digest = await createDigest(t.owner)
  /** What the database was when it was last counted whole. */
  let known = await digest()
  /** The same of the rows that match; they are asked for again and again, and each time found as they were. */
  const knownOf = new Map<string, DatabaseDigest>()
  return {
    app: site.app,
    server,
    tenantB,
    strangers,
    revoked,
    ended,
    async expectUntouched() {
      const before = known
      known = await digest()
      expect(known).toEqual(before)
    },
    async writingNothing(query, act) {
      const { matching } = query
      const before = matching === undefined ? known : (knownOf.get(matching) ?? (await digest(query)))
      await act()
      const after = await digest(query)
      if (matching !== undefined) knownOf.set(matching, after)
      // Where others' rows may have changed, the whole is counted anew.
      known = matching === undefined ? after : await digest()
      expect(after).toEqual(before)
    },
    async [Symbol.asyncDispose]() {
      server.close()
      await site[Symbol.asyncDispose]()
      await t[Symbol.asyncDispose]()
    },
  }
}

interface Cast {
  site: TestApp
  tenantB: Tenant
  role: MemberRole
}

async function buildRevoked(t: TestDatabase, { site, tenantB, role }: Cast): Promise<Caller[]> {
  const { supplier, streamer, agency } = tenantB
  const party = { supplier, streamer, agency, finance: undefined, operator: undefined }[role]
  const person = await buildPerson(t.db, role, party ? { partyId: party.partyId } : {})
  const cookie = await site.signIn(person)
  await revokeMember(t, { ...person, actorId: randomUUID() })
  return [{ cookie }, { cookie, memberId: person.memberId }]
}

async function endSessions(t: TestDatabase, site: TestApp, person: Person): Promise<Caller[]> {
  const deleted = await site.signIn(person)
  const expired = await site.signIn(person)
  const gone = await t.owner.query('DELETE FROM auth.session WHERE token = $1', [tokenOf(deleted)])
  const late = await t.owner.query(
    "UPDATE auth.session SET expires_at = now() - interval '1 second' WHERE token = $1",
    [tokenOf(expired)],
  )
  expect([gone.rowCount, late.rowCount]).toEqual([1, 1])
  return [{ cookie: deleted }, { cookie: expired }]
}

function tokenOf(cookie: string): string {
  return decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
}

export function everyMarker({ sums, ...texts }: Markers): string[] {
  return [...Object.values(texts), ...sums]
}

export function expectNone(text: string, markers: readonly string[]): void {
  expect(markers.filter(marker => text.includes(marker))).toEqual([])
}

export function lookUp<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key)
  if (value === undefined) throw new Error(`nothing for ${String(key)}`)
  return value
}
