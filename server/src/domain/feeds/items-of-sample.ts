import type { FeedRow } from './feed-adapter.ts'
import type { FeedConfig } from './feed-config.ts'
import { compileAnswer } from './json-answer.ts'
import { parseJson } from './read-json.ts'

/** The rows of an answer that somebody pasted. Throws as an answer of the source would. */
export function itemsOfSample(config: FeedConfig<'json'>, sample: string): FeedRow[] {
  return compileAnswer(config)(parseJson(sample)).rows
}
