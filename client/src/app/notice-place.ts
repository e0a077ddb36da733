import type { NoticeRef } from '@haowu/shared/notices.ts'
import { NAVIGATION, placesOf, type Role } from '#app/navigation.ts'

/** Where a notice leads, for somebody of this role; undefined where the role has no such page. */
export function noticePlace(
  { refType, refId }: { refType: NoticeRef; refId: string },
  role: Role,
): string | undefined {
  const place = placesOf(role).find(key => key === PLACE_OF_REF[refType])
  if (place === 'loans') return `${NAVIGATION.loans.to}/${refId}`
  return place && NAVIGATION[place].to
}

const PLACE_OF_REF: Record<NoticeRef, string> = {
  deposit: 'deposit',
  application: 'onboarding',
  contract: 'onboarding',
  item: 'items',
  case: 'cases',
  loan: 'loans',
  score: 'score',
  rule: 'rules',
}
