import { FeedError } from '#domain/feed-error.ts'
import type { FeedRow } from './feed-adapter.ts'
import type { FeedConfig } from './feed-config.ts'
import { compileMapping, compilePath, toText } from './map-item.ts'
import { saidBySource } from './said-by-source.ts'

export interface JsonAnswer {
  rows: FeedRow[]
  /** What the source says it has, all pages together. */
  total: number | null
}

const FINE = new Set(['', '0', '200', 'ok', 'success', 'true', '是'])

/** Builds what reads one answer of a JSON source. It throws `answer_says_error`, `no_list` and what a mapping throws. */
export function compileAnswer(config: FeedConfig<'json'>): (answer: unknown) => JsonAnswer {
  const refuseError = compileErrorCheck(config)
  const itemsOf = compilePath(config.itemsPath)
  const totalOf = config.totalPath === undefined ? () => null : compilePath(config.totalPath)
  const toRow = compileMapping(config)
  return answer => {
    refuseError(answer)
    const items = itemsOf(answer)
    if (!Array.isArray(items)) throw new FeedError('no_list')
    return { rows: items.map(toRow), total: toTotal(totalOf(answer)) }
  }
}

/** Builds what throws `answer_says_error` for an answer that came with 200 and tells of an error all the same. */
export function compileErrorCheck({ errorPath }: Pick<FeedConfig<'json'>, 'errorPath'>) {
  const errorOf = errorPath === undefined ? usualError : compilePath(errorPath)
  return (answer: unknown): void => {
    const said = toText(errorOf(answer)).trim()
    if (!FINE.has(said.toLowerCase())) throw new FeedError('answer_says_error', { said: saidBySource(said) })
  }
}

/** What most sources that answer 200 to everything call their errors. */
function usualError(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return ''
  const { error, errors, success, message, msg } = answer as Record<string, unknown>
  if (success === false) return message ?? msg ?? 'success: false'
  if (error === false) return ''
  return error ?? (Array.isArray(errors) && errors.length > 0 ? errors[0] : '')
}

function toTotal(value: unknown): number | null {
  const total = Number(value ?? Number.NaN)
  return Number.isSafeInteger(total) && total >= 0 ? total : null
}
