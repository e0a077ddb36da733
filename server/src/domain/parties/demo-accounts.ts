import type { Db } from '#db/database.ts'
import { selectAccountsByDomain } from './member-store.ts'

/** Shared by all demo accounts and shown on the sign-in page; only demo mode creates such accounts. */
export const DEMO_PASSWORD = 'haowu-demo'
/** A name that can never receive mail (RFC 2606). */
export const DEMO_EMAIL_DOMAIN = 'demo.haowu.example'

export interface DemoAccount {
  email: string
  name: string
  partyName: string
  role: string
}

/** The accounts a visitor may sign in with, in the order in which they were created. */
export function listDemoAccounts(db: Db): Promise<DemoAccount[]> {
  return selectAccountsByDomain(db, DEMO_EMAIL_DOMAIN)
}
