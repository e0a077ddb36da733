import type { Db } from '@haowu/server/db/database.ts'
import { addMember } from '@haowu/server/domain/parties/add-member.ts'
import { createAccount } from '@haowu/server/domain/parties/create-account.ts'
import { createParty } from '@haowu/server/domain/parties/create-party.ts'
import { DEMO_EMAIL_DOMAIN, DEMO_PASSWORD } from '@haowu/server/domain/parties/demo-accounts.ts'
import type { MemberRole } from '@haowu/server/domain/parties/member.ts'
import { readPlatformId } from '@haowu/server/domain/parties/read-platform.ts'

/** A person of the story together with the party he acts for. */
export interface Player {
  partyId: string
  userId: string
  memberId: string
}

export interface Cast {
  supplier: Player
  rivalSupplier: Player
  streamer: Player
  rivalStreamer: Player
  finance: Player
  secondFinance: Player
  operator: Player
  secondOperator: Player
}

/** Everybody who plays in the demo: two suppliers, two streamers (one with an agency), two people in finance, two operators. */
export async function openCast(db: Db): Promise<Cast> {
  const platformId = await readPlatformId(db)
  const agencyId = await openParty(db, { kind: 'agency', name: '星野文化传媒' })
  const supplierId = await openParty(db, { kind: 'supplier', name: '常州优品二手数码', tier: 'B' })
  const rivalSupplierId = await openParty(db, { kind: 'supplier', name: '沪上名奢寄卖行', tier: 'B' })
  const streamerId = await openParty(db, { kind: 'streamer', name: '阿宁的好物直播间', agencyId })
  const rivalStreamerId = await openParty(db, { kind: 'streamer', name: '大鹏数码' })
  return {
    supplier: await openPlayer(db, {
      partyId: supplierId,
      role: 'supplier',
      login: 'supplier',
      name: '陈晓芸',
    }),
    rivalSupplier: await openPlayer(db, {
      partyId: rivalSupplierId,
      role: 'supplier',
      login: 'supplier2',
      name: '顾佳',
    }),
    streamer: await openPlayer(db, {
      partyId: streamerId,
      role: 'streamer',
      login: 'streamer',
      name: '宁宁',
    }),
    rivalStreamer: await openPlayer(db, {
      partyId: rivalStreamerId,
      role: 'streamer',
      login: 'streamer2',
      name: '彭大鹏',
    }),
    finance: await openPlayer(db, { partyId: platformId, role: 'finance', login: 'finance', name: '林静' }),
    secondFinance: await openPlayer(db, {
      partyId: platformId,
      role: 'finance',
      login: 'finance2',
      name: '周立',
    }),
    operator: await openPlayer(db, {
      partyId: platformId,
      role: 'operator',
      login: 'operator',
      name: '陆远',
    }),
    secondOperator: await openPlayer(db, {
      partyId: platformId,
      role: 'operator',
      login: 'operator2',
      name: '沈岩',
    }),
  }
}

type NewPlayer = { partyId: string; role: MemberRole; login: string; name: string }

function openParty(db: Db, party: Parameters<typeof createParty>[1]): Promise<string> {
  return db.transaction().execute(trx => createParty(trx, party))
}

function openPlayer(db: Db, { partyId, role, login, name }: NewPlayer): Promise<Player> {
  return db.transaction().execute(async trx => {
    const email = `${login}@${DEMO_EMAIL_DOMAIN}`
    const userId = await createAccount(trx, { email, name, password: DEMO_PASSWORD })
    const memberId = await addMember(trx, { partyId, userId, role })
    return { partyId, userId, memberId }
  })
}
