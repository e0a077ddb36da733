/** Who takes part in trade. A party owns goods, shows or money; people act for it as members. */
export const PARTY_KINDS = ['supplier', 'streamer', 'agency', 'platform'] as const
export type PartyKind = (typeof PARTY_KINDS)[number]

export const PARTY_STATES = ['pending', 'active', 'restricted', 'suspended', 'closed'] as const
export type PartyState = (typeof PARTY_STATES)[number]

/** Trust tier; decides how long a settlement waits. */
export const PARTY_TIERS = ['A', 'B', 'C', 'D'] as const
export type PartyTier = (typeof PARTY_TIERS)[number]
