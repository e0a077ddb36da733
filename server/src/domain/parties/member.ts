import type { PartyKind } from './party.ts'

/** What a person may do for his party. */
export const MEMBER_ROLES = ['supplier', 'streamer', 'agency', 'finance', 'operator'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** A role belongs to one kind of party: a supplier's member can never act for the platform. */
export const PARTY_KIND_OF_ROLE: Record<MemberRole, PartyKind> = {
  supplier: 'supplier',
  streamer: 'streamer',
  agency: 'agency',
  finance: 'platform',
  operator: 'platform',
}
