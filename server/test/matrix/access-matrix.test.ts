import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { appRouter } from '#api/router.ts'
import type { Access, TenantKey } from '#api/trpc.ts'
import { MEMBER_ROLES, type MemberRole } from '#domain/parties/member.ts'
import { sampleInput } from './sample-input.ts'
import { buildStage, type Caller, everyMarker, expectNone, lookUp, type Stage } from './stage.ts'

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
    'uploadId',
    'batchId',
    'feedId',
    'inspectionId',
    'mediaId',
    'planId',
    'requestId',
    'offerId',
    'loanId',
    'loanCode',
    'reportId',
    'holdId',
    'afterSaleId',
    'orderId',
    'orderNo',
    'payoutId',
    'payoutNo',
    'memberId',
    'payeeAccountId',
    'accountId',
  ],
  streamer: [
    'requestId',
    'sessionId',
    'listingId',
    'slotId',
    'shareId',
    'editId',
    'loanId',
    'loanCode',
    'searchId',
    'holdId',
    'waitId',
    'liveHoldId',
    'orderId',
    'orderNo',
    'payoutId',
    'payoutNo',
    'memberId',
    'payeeAccountId',
    'accountId',
  ],
  party: [
    'offerId',
    'caseId',
    'applicationId',
    'documentId',
    'loanId',
    'orderId',
    'orderNo',
    'payoutId',
    'payoutNo',
    'memberId',
    'payeeAccountId',
    'accountId',
    'partyId',
    'noticeId',
    'invitationId',
    'bondId',
    'objectionId',
  ],
  platform: [],
  none: [],
}

const DENIED = [401, 403, 404]

let stage: Stage
beforeAll(async () => {
  stage = await buildStage()
}, 60_000)
afterAll(() => stage?.[Symbol.asyncDispose]())

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
    await expectAllDenied(procedure, [{}, ...lateInsiders(procedure)], [401])
  })

  test('is denied to every other role and to a revoked member', async () => {
    const { roles } = procedure.access ?? {}
    if (typeof roles !== 'object') return
    const others = [...stage.strangers]
      .filter(([role]) => !roles.includes(role))
      .map(([, stranger]) => stranger)
    const former = roles.flatMap(role => lookUp(stage.revoked, role))
    await expectAllDenied(procedure, [...others, ...former], [403])
  })

  test('is denied to a member of another tenant, and none of those denied wrote anything', async () => {
    for (const role of rolesOf(procedure)) {
      const stranger = lookUp(stage.strangers, role)
      if (procedure.access?.roles !== 'signed_in')
        await expectDenied(procedure, { ...stranger, memberId: memberOfB(role) }, [403])
      if (namesRowsOfB(procedure)) await expectDenied(procedure, stranger, DENIED)
    }
    await stage.expectUntouched()
  })

  test('gives a member of another tenant nothing of B', async () => {
    if (namesRowsOfB(procedure)) return
    for (const role of rolesOf(procedure)) await expectHarmless(procedure, lookUp(stage.strangers, role))
  })
})

describe.each(open)('$path (public)', procedure => {
  test('tells nobody what only a member of B may know', async () => {
    const answer = await call(procedure, {})
    expect(answer.status, answer.text).toBeLessThan(500)
    expectNone(answer.text, [
      stage.tenantB.markers.supplierPrivate,
      stage.tenantB.markers.streamerPrivate,
      ...stage.tenantB.markers.sums,
    ])
  })
})

async function expectAllDenied(
  procedure: Procedure,
  callers: readonly Caller[],
  statuses: readonly number[],
): Promise<void> {
  await Promise.all(callers.map(caller => expectDenied(procedure, caller, statuses)))
}

async function expectDenied(
  procedure: Procedure,
  caller: Caller,
  statuses: readonly number[],
): Promise<void> {
  const answer = await call(procedure, caller)
  expect(statuses, `${procedure.path} answered ${answer.status}: ${answer.text}`).toContain(answer.status)
  expectNone(answer.text, everyMarker(stage.tenantB.markers))
}

/** Without an id of B in the input there is nothing to deny: it works on the caller's own rows, and B's stay as they are. */
async function expectHarmless(procedure: Procedure, caller: Caller): Promise<void> {
  const ofB = {
    matching: [stage.tenantB.supplier.partyId, stage.tenantB.streamer.partyId, 'of-b-tenant'].join('|'),
  }
  const mayBeSeen = procedure.access?.tenant === 'streamer' ? [stage.tenantB.markers.supplierPublic] : []
  await stage.writingNothing(procedure.type === 'query' ? {} : ofB, async () => {
    const answer = await call(procedure, caller)
    expect(answer.status, answer.text).toBeLessThan(500)
    expectNone(
      answer.text,
      everyMarker(stage.tenantB.markers).filter(marker => !mayBeSeen.includes(marker)),
    )
  })
}

function call({ path, type, inputs }: Procedure, { cookie, memberId }: Caller): request.Test {
  const input = sampleInput(inputs, field => given(path, field))
  const target = `/api/trpc/${path}`
  const prepared =
    type === 'mutation'
      ? request(stage.server).post(target).type('json').send(JSON.stringify(input))
      : request(stage.server).get(
          input === undefined ? target : `${target}?input=${encodeURIComponent(JSON.stringify(input))}`,
        )
  if (cookie) prepared.set('cookie', cookie)
  if (memberId) prepared.set('x-member-id', memberId)
  return prepared
}

function given(path: string, field: string): unknown {
  const [module = ''] = path.split('.')
  const name = field === 'id' ? `${module.replace(/ies$/, 'y').replace(/s$/, '')}Id` : field
  return stage.tenantB.rows[name] ?? OTHER_FIELDS[name]
}

const HOUR = 3_600_000
const OTHER_FIELDS: Record<string, unknown> = {
  month: '2026-11',
  idempotencyKey: randomUUID(),
  priceFen: '499900',
  phone: '13800138000',
  // A supplier may block whom he likes; nobody is harmed by the name of nobody.
  blockedId: randomUUID(),
  // A link that opens nothing.
  token: 'A'.repeat(43),
  photo: `${'a'.repeat(64)}.jpg`,
  evidenceKey: `${'a'.repeat(64)}.pdf`,
  // A feed cannot do without its key column.
  fields: { sku: { path: 'sku' } },
  startsAt: new Date(Date.now() + HOUR).toISOString(),
  endsAt: new Date(Date.now() + 3 * HOUR).toISOString(),
}

function namesRowsOfB({ path, inputs, access }: Procedure): boolean {
  const input = sampleInput(inputs, field => given(path, field))
  const values = new Set(OWNED_FIELDS[access?.tenant ?? 'none'].map(field => stage.tenantB.rows[field]))
  return JSON.stringify(input ?? null)
    .split('"')
    .some(text => values.has(text))
}

function rolesOf({ access }: Procedure): readonly MemberRole[] {
  const roles: readonly MemberRole[] = typeof access?.roles === 'object' ? access.roles : MEMBER_ROLES
  // The platform is one party: its members see every tenant, and there is no other platform.
  return roles.filter(role => role !== 'finance' && role !== 'operator')
}

/** Those who could call the procedure if only their session still held, and who own the rows it asks for. */
function lateInsiders({ access }: Procedure): readonly Caller[] {
  const roles: readonly MemberRole[] = typeof access?.roles === 'object' ? access.roles : []
  return roles.includes('streamer') && !roles.includes('supplier')
    ? stage.ended.streamer
    : stage.ended.supplier
}

function memberOfB(role: MemberRole): string {
  return role === 'streamer'
    ? stage.tenantB.streamer.memberId
    : role === 'agency'
      ? stage.tenantB.agency.memberId
      : stage.tenantB.supplier.memberId
}
