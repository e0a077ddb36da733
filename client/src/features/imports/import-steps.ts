import type { ImportState } from '@haowu/shared/imports.ts'

/** The wizard's pages, in the order a file passes them; each is an address of its own. */
export const IMPORT_STEPS = ['file', 'columns', 'words', 'rows', 'preview', 'run', 'done'] as const
export type ImportStep = (typeof IMPORT_STEPS)[number]

/** What of an import decides where the person is needed. */
export interface StepFacts {
  state: ImportState
  question: string | null
  /** Rows that are left out and could still be mended. */
  openRows: number
  /** Words of the file that nobody has explained yet. */
  unknownWords: number
}

/** The step that needs the person now; null while the program works and there is nothing to decide. */
export function stepToTake({ state, question, openRows, unknownWords }: StepFacts): ImportStep | null {
  switch (state) {
    case 'uploaded':
    case 'previewing':
      return null
    case 'asking':
      return question === 'columns' ? 'columns' : 'file'
    case 'previewed':
      if (unknownWords > 0) return 'words'
      return openRows > 0 ? 'rows' : 'preview'
    case 'applying':
      return 'run'
    case 'applied':
    case 'undoing':
    case 'undone':
    case 'failed':
    case 'cancelled':
      return 'done'
  }
}

const OPEN_STEPS: Record<ImportState, readonly ImportStep[]> = {
  uploaded: [],
  previewing: [],
  asking: ['file', 'columns'],
  previewed: ['file', 'columns', 'words', 'rows', 'preview'],
  applying: ['run'],
  applied: ['rows', 'done'],
  undoing: ['done'],
  undone: ['done'],
  failed: ['done'],
  cancelled: ['done'],
}

/** Whether a step has anything to show in this state: a link to it leads somewhere. */
export function isOpenStep(step: ImportStep, { state }: { state: ImportState }): boolean {
  return OPEN_STEPS[state].includes(step)
}

/** How far the import has come on the way: all steps before this one are behind it. */
export function reachedStep({ state, question }: Pick<StepFacts, 'state' | 'question'>): ImportStep {
  if (state === 'asking') return question === 'columns' ? 'columns' : 'file'
  if (state === 'uploaded' || state === 'previewing') return 'file'
  if (state === 'previewed') return 'preview'
  return state === 'applying' ? 'run' : 'done'
}
