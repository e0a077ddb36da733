import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Throws `email_unverified` when the person behind this membership has not shown yet that his address is his. */
export async function requireVerifiedEmail(db: Db, memberId: string): Promise<void> {
  const user = await db
    .selectFrom('member')
    .innerJoin('auth.user as user', 'user.id', 'member.userId')
    .select('user.emailVerified')
    .where('member.id', '=', memberId)
    .executeTakeFirst()
  if (!user?.emailVerified) throw new DomainError('email_unverified')
}

/** Whether a person has shown that the address is his. */
export async function isEmailVerified(db: Db, userId: string): Promise<boolean> {
  const user = await db
    .selectFrom('auth.user')
    .select('emailVerified')
    .where('id', '=', userId)
    .executeTakeFirst()
  return user?.emailVerified ?? false
}

/** The platform vouches for an address by itself, where no letter is sent: for people that it enters. */
export async function vouchForEmail(db: Db, userId: string): Promise<void> {
  await db.updateTable('auth.user').set({ emailVerified: true }).where('id', '=', userId).execute()
}
