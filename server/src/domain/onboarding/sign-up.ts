import type { ApplicantKind } from '@haowu/shared/onboarding.ts'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { addMember } from '#domain/parties/add-member.ts'
import { createAccount } from '#domain/parties/create-account.ts'
import { createParty } from '#domain/parties/create-party.ts'
import { restrictParty } from '#domain/parties/restrict-party.ts'
import { beginApplication } from './start-application.ts'

export interface SignUp {
  email: string
  name: string
  password: string
  kind: ApplicantKind
  partyName: string
}

export interface SignedUp {
  userId: string
  memberId: string
  partyId: string
  applicationId: string
}

/**
 * A person signs up with a party of his own, which takes part only once its application is approved: until then it may
 * prepare everything but hold, list or be paid nothing. `bad_request` (field `email`) when the e-mail has an account.
 */
export async function signUp(
  deps: { db: Db },
  { email, name, password, kind, partyName }: SignUp,
): Promise<SignedUp> {
  return deps.db.transaction().execute(async trx => {
    const userId = await createAccount(trx, { email, name, password, emailVerified: false })
    const partyId = await createParty(trx, { kind, name: partyName, state: 'pending' })
    const memberId = await addMember(trx, { partyId, userId, role: kind })
    const { applicationId } = await beginApplication(trx, { partyId, memberId, purpose: 'join' })
    await restrictParty(trx, {
      partyId,
      cause: 'onboarding',
      refId: partyId,
      kinds: ['no_holds', 'no_listing', 'payouts_frozen'],
    })
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'signed_up',
      subjectType: 'party',
      subjectId: partyId,
      facts: { kind },
    })
    return { userId, memberId, partyId, applicationId }
  })
}
