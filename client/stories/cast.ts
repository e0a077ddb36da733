import { parseConfig } from '@haowu/server/config.ts'
import { creditDeposit } from '@haowu/server/domain/deposits/credit-deposit.ts'
import { addMember } from '@haowu/server/domain/parties/add-member.ts'
import { createAccount } from '@haowu/server/domain/parties/create-account.ts'
import { createParty } from '@haowu/server/domain/parties/create-party.ts'
import { DEMO_EMAIL_DOMAIN, DEMO_PASSWORD } from '@haowu/server/domain/parties/demo-accounts.ts'
import type { MemberRole } from '@haowu/server/domain/parties/member.ts'
import { readPlatformId } from '@haowu/server/domain/parties/read-platform.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'
import type { Stack } from './stack.ts'

export interface Player {
  partyId: string
  memberId: string
  email: string
}

export interface Cast {
  supplier: Player
  streamer: Player
  rival: Player
  maker: Player
  checker: Player
}

/** Everybody of the story with an account to sign in with, and nothing else: what they own they make in the browser. */
export async function openCast(stack: Stack): Promise<Cast> {
  const { db } = stack.database
  const platformId = await readPlatformId(db)
  const open = (kind: 'supplier' | 'streamer', name: string) =>
    db.transaction().execute(trx => createParty(trx, { kind, name, tier: 'B' }))
  const supplierId = await open('supplier', '常州优品二手数码')
  const streamerId = await open('streamer', '阿宁的好物直播间')
  const rivalId = await open('streamer', '大鹏数码')
  const cast: Cast = {
    supplier: await openPlayer(stack, { partyId: supplierId, role: 'supplier', name: '陈晓芸' }),
    streamer: await openPlayer(stack, { partyId: streamerId, role: 'streamer', name: '宁宁' }),
    rival: await openPlayer(stack, { partyId: rivalId, role: 'streamer', name: '彭大鹏' }),
    maker: await openPlayer(stack, { partyId: platformId, role: 'finance', name: '林静' }),
    checker: await openPlayer(stack, { partyId: platformId, role: 'finance', name: '周立' }),
  }
  await nameAccount(stack, cast.supplier, '常州优品二手数码有限公司')
  await coverDeposit(stack, cast.supplier)
  await nameAccount(stack, cast.streamer, '宁小雨')
  return cast
}

/** As much as goods of any category call for, so that no story of days meets a restriction that it is not about. */
async function coverDeposit({ database: { db } }: Stack, { partyId }: Player): Promise<void> {
  const payment = { paymentId: crypto.randomUUID(), partyId, amountFen: 10_000_000n }
  await db.transaction().execute(trx => creditDeposit(trx, payment))
}

async function openPlayer(
  { database: { db } }: Stack,
  { partyId, role, name }: { partyId: string; role: MemberRole; name: string },
): Promise<Player> {
  const email = `${crypto.randomUUID().slice(0, 8)}@${DEMO_EMAIL_DOMAIN}`
  return db.transaction().execute(async trx => {
    const userId = await createAccount(trx, { email, name, password: DEMO_PASSWORD })
    const memberId = await addMember(trx, { partyId, userId, role })
    return { partyId, memberId, email }
  })
}

/** Whom a party is paid to is the platform's to verify; it has no page of its own. */
async function nameAccount(stack: Stack, { partyId, memberId }: Player, holderName: string): Promise<void> {
  const secrets = deriveSecrets(parseConfig(stack.environment).appSecret)
  await namePayeeAccount(
    { db: stack.database.db, secrets },
    { partyId, holderName, bankName: '招商银行', accountNo: '6222021105001234567', actor: memberId },
  )
}
