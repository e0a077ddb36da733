import { hashPassword } from 'better-auth/crypto'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { insertCredential, insertUser } from './account-store.ts'

export interface NewAccount {
  email: string
  name: string
  /** At least 10 characters; stored as the sign-in library's scrypt hash. */
  password: string
  /** False for a person who signed up by himself; the platform vouches for whom it enters. */
  emailVerified?: boolean
}

/**
 * Creates a person who may sign in. Returns the user's id.
 * Throws `bad_request` when the e-mail is taken or the password is too short.
 */
export async function createAccount(trx: Transaction<Database>, account: NewAccount): Promise<string> {
  if (account.password.length < 10) throw new DomainError('bad_request', { field: 'password' })
  // Sign-in looks e-mails up in lower case.
  const email = account.email.trim().toLowerCase()
  const userId = await insertUser(trx, {
    email,
    name: account.name,
    emailVerified: account.emailVerified ?? true,
  })
  if (!userId) throw new DomainError('bad_request', { field: 'email' })
  await insertCredential(trx, { userId, passwordHash: await hashPassword(account.password) })
  return userId
}
