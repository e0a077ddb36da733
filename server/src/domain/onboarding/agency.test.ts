import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPerson } from '@haowu/server/test/build-person.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { acceptInvitation, readInvitation } from './accept-invitation.ts'
import { listBonds } from './agency-bond.ts'
import { closeBonds, endBond } from './end-bond.ts'
import { inviteStreamer, listInvitations, revokeInvitation } from './invite-streamer.ts'

let t: TestDatabase
let agencyId: string
let memberId: string
let streamerId: string
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  ;({ partyId: agencyId, memberId } = await buildPerson(t.db, 'agency'))
  streamerId = await buildParty(t.db, 'streamer')
})

const invite = () => inviteStreamer(t, { agencyId, memberId, note: '阿宁' })
const accept = (token: string, who = streamerId) =>
  acceptInvitation(t, { streamerId: who, memberId: randomUUID(), token })
const agencyOf = async (id = streamerId) =>
  (await t.db.selectFrom('party').select('agencyId').where('id', '=', id).executeTakeFirstOrThrow()).agencyId
const passDays = (days: number) =>
  t.db
    .updateTable('appClock')
    .set({ shiftSeconds: sql`shift_seconds + ${days * 86_400}` })
    .execute()

describe('an invitation', () => {
  test('is accepted by one streamer, once, and by nobody else after him', async () => {
    const { token } = await invite()
    expect(await readInvitation(t.db, token)).toMatchObject({ agencyName: expect.any(String) })
    const [one, two] = await Promise.all([accept(token), accept(token)])
    expect(one).toEqual(two)
    expect(await agencyOf()).toBe(agencyId)
    await expect(accept(token, await buildParty(t.db, 'streamer'))).rejects.toMatchObject({
      code: 'invitation_invalid',
    })
    expect(await listInvitations(t.db, { agencyId, limit: 5 })).toMatchObject([{ state: 'accepted' }])
    const notices = await t.db.selectFrom('notice').select('kind').where('partyId', '=', agencyId).execute()
    expect(notices).toEqual([{ kind: 'agency_joined' }])
  })

  test('is worth nothing once it ran out or was taken back, and its words stand nowhere', async () => {
    const [old, back] = [await invite(), await invite()]
    await revokeInvitation(t, { agencyId, invitationId: back.invitationId })
    await revokeInvitation(t, { agencyId, invitationId: back.invitationId })
    await expect(accept(back.token)).rejects.toMatchObject({ code: 'invitation_invalid' })
    await passDays(8)
    await expect(accept(old.token)).rejects.toMatchObject({ code: 'invitation_invalid' })
    expect(await agencyOf()).toBeNull()
    const { rows } =
      await sql`SELECT 1 FROM agency_invitation WHERE agency_invitation::text LIKE ${`%${old.token}%`}`.execute(
        t.db,
      )
    expect(rows).toEqual([])
  })

  test('is refused beyond what the rule lets an agency have open, which the refusal names', async () => {
    await sql`
      INSERT INTO agency_invitation (agency_id, note, token_hash, invited_by, expires_at)
      SELECT ${agencyId}, 'x', sha256(gen_random_uuid()::text::bytea), ${memberId}, app_now() + interval '1 day'
      FROM generate_series(1, 50)
    `.execute(t.db)
    await expect(invite()).rejects.toMatchObject({
      code: 'limit_reached',
      facts: { limit: 50, rule: 'agency_invitation', ruleVersion: 1 },
    })
  })
})

describe('work with an agency', () => {
  test.each(['agency', 'streamer'] as const)(
    'is ended by the %s from the next midnight on, and told to the other; until then no second agency',
    async side => {
      const { bondId } = await accept((await invite()).token)
      const partyId = side === 'agency' ? agencyId : streamerId
      const stranger = await buildParty(t.db, 'streamer')
      await expect(endBond(t, { bondId, partyId: stranger, memberId })).rejects.toMatchObject({
        code: 'not_found',
      })
      const end = () => endBond(t, { bondId, partyId, memberId })
      expect(await end()).toEqual(await end())
      expect(await closeBonds(t)).toBe(0)
      expect(await agencyOf()).toBe(agencyId)
      const other = await buildPerson(t.db, 'agency')
      const { token } = await inviteStreamer(t, {
        agencyId: other.partyId,
        memberId: other.memberId,
        note: 'x',
      })
      await expect(accept(token)).rejects.toMatchObject({ code: 'agency_bound' })
      await passDays(1)
      await Promise.all([closeBonds(t), closeBonds(t)])
      expect(await agencyOf()).toBeNull()
      await accept(token)
      expect(await agencyOf()).toBe(other.partyId)
      expect(await listBonds(t.db, { partyId: streamerId, limit: 5 })).toHaveLength(2)
      const told = side === 'agency' ? streamerId : agencyId
      const notices = await t.db.selectFrom('notice').select('kind').where('partyId', '=', told).execute()
      expect(notices.map(({ kind }) => kind)).toContain('agency_bond_ended')
    },
  )
})
