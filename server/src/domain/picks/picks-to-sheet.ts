import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { addSlot } from './add-slot.ts'

export type PutResult =
  | { itemId: string; slotId: string; repeated: boolean }
  | { itemId: string; reason: ErrorCode; facts: ErrorFacts }

/** Holds many pieces for one show, each by itself: one that cannot be had keeps no other from it, and says why. */
export async function picksToSheet(
  deps: HoldDeps,
  { itemIds, ...show }: { streamerId: string; sessionId: string; itemIds: string[] },
): Promise<PutResult[]> {
  const results: PutResult[] = []
  for (const itemId of new Set(itemIds)) {
    try {
      const { slotId, repeated } = await addSlot(deps, { ...show, itemId })
      results.push({ itemId, slotId, repeated })
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      if (error.code === 'not_found' && error.facts.what === 'session') throw error
      results.push({ itemId, reason: error.code, facts: error.facts })
    }
  }
  return results
}
