import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import type feedTexts from '#i18n/zh-CN/feed.json'
import {
  type FeedDraft,
  type FieldDraft,
  isErp,
  type JsonDraft,
  KEY_NAMES,
  OPTIONAL_KEYS,
} from '#features/feeds/feed-draft.ts'
import { secretOf } from '#features/feeds/settings-of-draft.ts'

export type Problem = keyof (typeof feedTexts)['problem']
/** What is still wrong, by the place in the form; `fields.3` is a row of the mapping. */
export type Problems = ReadonlyMap<string, Problem>

/** Of a saved source: whether it has keys, and for which address they were given. */
export interface KeptKeys {
  url: string
  hasSecret: boolean
}

/** What must be filled in before the source can be saved. */
export function problemsOf(draft: FeedDraft, kept: KeptKeys | null): Problems {
  const problems = new Map(readingProblemsOf(draft, kept))
  if (draft.name.trim() === '') problems.set('name', 'name')
  const { everyMinutesLeast: least, everyMinutesMost: most } = FEED_LIMITS
  if (!isWhole(draft.everyMinutes, least, most)) problems.set('everyMinutes', 'everyMinutes')
  return problems
}

/** What must be filled in before the source can be read, which is less: a pasted sample needs neither address nor keys. */
export function readingProblemsOf(draft: FeedDraft, kept: KeptKeys | null): Problems {
  return new Map([...addressProblems(draft), ...keyProblems(draft, kept), ...answerProblemsOf(draft)])
}

/** What must be filled in before an answer can be understood. */
export function answerProblemsOf({ kind, json, erp }: FeedDraft): Problems {
  const problems = new Map<string, Problem>()
  if (kind === 'json') for (const [place, problem] of jsonProblems(json)) problems.set(place, problem)
  if (kind === 'jushuitan' && !/^\d{0,12}$/.test(erp.warehouseId.trim()))
    problems.set('warehouseId', 'warehouseId')
  return problems
}

function* addressProblems({ url, auth, kind, json }: FeedDraft): Generator<[string, Problem]> {
  // The demo and tests read from their own machine; for all others the server knows what is public.
  if (!/^https?:\/\/[^/\s]/i.test(url.trim()) || !URL.canParse(url.trim())) yield ['url', 'url']
  if (kind === 'json' && json.one.url.trim() !== '') yield* oneProblems(json.one.url.trim(), url.trim())
  if (!isErp(kind) && auth.kind === 'header' && !/^[A-Za-z0-9-]{1,60}$/.test(auth.name.trim()))
    yield ['headerName', 'headerName']
  if (!isErp(kind) && auth.kind === 'query' && !/^[\w.-]{1,60}$/.test(auth.name.trim()))
    yield ['headerName', 'queryName']
}

/** One item is asked for where all are: the key goes nowhere else. */
function* oneProblems(one: string, url: string): Generator<[string, Problem]> {
  if (!one.includes('{sku}')) yield ['one.url', 'oneSku']
  else if (hostOf(one) !== hostOf(url)) yield ['one.url', 'oneHost']
}

/** All keys of a kind are given together, or none where those that are kept still go to the same host. */
function* keyProblems(draft: FeedDraft, kept: KeptKeys | null): Generator<[string, Problem]> {
  const { kind, auth, keys } = draft
  if (!isErp(kind) && auth.kind === 'none') return
  const typed = secretOf(draft)
  if (!typed && kept?.hasSecret && !keysMoved(draft, kept)) return
  for (const name of KEY_NAMES[kind])
    if (keys[name].trim() === '' && !OPTIONAL_KEYS.has(name)) yield [`keys.${name}`, 'keys']
  if (
    kind === 'wangdiantong' &&
    typed &&
    keys.appSecret.trim() !== '' &&
    !/^[^:]+:[^:]+/.test(keys.appSecret.trim())
  )
    yield ['keys.appSecret', 'salt']
}

/** Keys go only where they were given for. */
export function keysMoved({ url }: Pick<FeedDraft, 'url'>, kept: KeptKeys): boolean {
  return hostOf(url) !== hostOf(kept.url)
}

const hostOf = (url: string) => (URL.canParse(url.trim()) ? new URL(url.trim()).origin : url)

function* jsonProblems({ itemsPath, fields, paging, since }: JsonDraft): Generator<[string, Problem]> {
  if (itemsPath.trim() === '') yield ['itemsPath', 'itemsPath']
  if (!fields.some(({ field }) => field === 'sku')) yield ['mapping', 'sku']
  yield* fieldProblems(fields)
  if (paging.kind === 'page' || paging.kind === 'offset' || paging.kind === 'cursor')
    if (paging.parameter.trim() === '') yield ['paging.parameter', 'pagingParameter']
  if ((paging.kind === 'page' || paging.kind === 'offset') && !isWhole(paging.size, 1, 1_000))
    yield ['paging.size', 'pagingSize']
  if (paging.kind === 'cursor' && paging.path.trim() === '') yield ['paging.path', 'cursorPath']
  if (since.on && since.parameter.trim() === '') yield ['since.parameter', 'sinceParameter']
}

function* fieldProblems(fields: FieldDraft[]): Generator<[string, Problem]> {
  const seen = new Set<string>()
  for (const { id, field, from, path } of fields) {
    if (field === null || (from === 'path' && path.trim() === '')) yield [`fields.${id}`, 'fieldEmpty']
    else if (seen.has(field)) yield [`fields.${id}`, 'fieldTwice']
    if (field !== null) seen.add(field)
  }
}

function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
}
