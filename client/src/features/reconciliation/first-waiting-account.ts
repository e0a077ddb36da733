import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import type { WORKBENCH_VIEWS } from '#features/reconciliation/workbench-routes.ts'

type View = (typeof WORKBENCH_VIEWS)[number]

export interface Waiting {
  account: BookAccount
  differences: number
  suggestions: number
  lines: number
}

/** Where whoever names no account has something to do: the first account with something in the view asked for, else with anything at all. */
export function firstWaitingAccount(waiting: Waiting[], view: View): BookAccount {
  const inView = view === 'matched' ? undefined : waiting.find(each => each[view] > 0)
  return (inView ?? waiting.find(each => waitingIn(each) > 0))?.account ?? BOOK_ACCOUNTS[0]
}

/** Each line counts once: what a difference explains is not among the lines. */
export function waitingIn({ differences, suggestions, lines }: Waiting): number {
  return differences + suggestions + lines
}
