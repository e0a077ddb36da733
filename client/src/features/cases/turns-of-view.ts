import type { Inputs } from '#api/api.ts'
import type { CaseView } from '#features/cases/routes.ts'

type Turn = NonNullable<Inputs['caseDesk']['queue']['turns']>[number]

/** What each tab holds: a party has to do what waits for the respondent, the desk what waits for an operator. */
export const TURNS_OF_VIEW: Record<'party' | 'desk', Record<CaseView, Turn[]>> = {
  party: { todo: ['respondent', 'time'], waiting: ['operator', 'second_person'], ended: ['nobody'] },
  desk: { todo: ['operator', 'second_person'], waiting: ['respondent', 'time'], ended: ['nobody'] },
}
