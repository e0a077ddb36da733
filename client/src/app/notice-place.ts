import type { NoticeRef } from '@haowu/shared/notices.ts'
import { NAVIGATION, type NavKey, placesOf, type Role } from '#app/navigation.ts'

/** The page of a kind of row, for whoever has it; `each` when a row of it has a page of its own below. */
const PLACE_OF_REF: Record<NoticeRef, { places: string[]; each: boolean }> = {
  deposit: { places: ['deposit'], each: false },
  application: { places: ['onboarding', 'reviews'], each: false },
  contract: { places: ['onboarding'], each: false },
  item: { places: ['items'], each: true },
  case: { places: ['cases', 'caseDesk'], each: true },
  agency: { places: ['onboarding'], each: false },
  loan: { places: ['loans', 'allLoans'], each: true },
  order: { places: ['orders'], each: true },
  after_sale: { places: ['afterSales', 'afterSaleDesk'], each: true },
  earning: { places: ['earnings'], each: false },
  adjustment: { places: ['adjustments'], each: true },
  objection: { places: ['objections'], each: false },
  score: { places: ['score', 'scores'], each: false },
  rule: { places: ['rules'], each: false },
  plan_request: { places: ['plans', 'planRequests'], each: false },
  session: { places: ['sessions'], each: true },
  wait: { places: ['cart'], each: false },
  leader_offer: { places: ['plans', 'recruiting'], each: false },
}

/** Where a notice leads, for somebody of this role; undefined where the role has no such page. */
export function noticePlace(
  { refType, refId }: { refType: NoticeRef; refId: string },
  role: Role,
): string | undefined {
  const { places, each } = PLACE_OF_REF[refType]
  const place: NavKey | undefined = placesOf(role).find(key => places.includes(key))
  if (!place) return undefined
  const { to } = NAVIGATION[place]
  return each ? `${to}/${refId}` : to
}
