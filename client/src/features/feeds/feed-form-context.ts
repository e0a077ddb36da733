import { createContext, useContext } from 'react'
import type { FeedDraft, JsonDraft } from '#features/feeds/feed-draft.ts'
import type { KeptKeys, Problem, Problems } from '#features/feeds/feed-problems.ts'

export interface FeedFormState {
  draft: FeedDraft
  change: (changes: Partial<FeedDraft>) => void
  /** What is shown as wrong: nothing before the first try to save. */
  shown: Problems
  kept: KeptKeys | null
}

export const FeedFormContext = createContext<FeedFormState | undefined>(undefined)

/** The draft that all parts of the form write into. */
export function useFeedForm(): FeedFormState {
  const form = useContext(FeedFormContext)
  if (!form) throw new Error('a part of the form outside of it')
  return form
}

export function useJsonDraft(): [JsonDraft, (changes: Partial<JsonDraft>) => void] {
  const { draft, change } = useFeedForm()
  return [draft.json, changes => change({ json: { ...draft.json, ...changes } })]
}

export function useProblem(place: string): Problem | undefined {
  return useFeedForm().shown.get(place)
}
