import type { Database, Transaction } from '#db/database.ts'

/** Undefined when the e-mail is taken. */
export async function insertUser(
  trx: Transaction<Database>,
  user: { email: string; name: string; emailVerified: boolean },
): Promise<string | undefined> {
  const inserted = await trx
    .insertInto('auth.user')
    .values(user)
    .onConflict(conflict => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id
}

/** The row in which the sign-in library looks for a password. */
export async function insertCredential(
  trx: Transaction<Database>,
  { userId, passwordHash }: { userId: string; passwordHash: string },
): Promise<void> {
  await trx
    .insertInto('auth.account')
    .values({ userId, accountId: userId, providerId: 'credential', password: passwordHash })
    .execute()
}
