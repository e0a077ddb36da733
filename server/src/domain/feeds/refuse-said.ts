import { FeedError } from '#gateways/feed-error.ts'

const SAID_CHARACTERS = 80
const ABOUT_KEYS = /token|sign|授权|签名|app_?key|sid|密钥|无权限/i
const ABOUT_PACE = /频率|频繁|限流|超过.*次数|too many|limit/i

/**
 * An ERP that answers 200 to everything says in words what is wrong: its codes are many and undocumented, its words are
 * few. Throws `keys_refused`, `throttled` or `answer_says_error` with what it said.
 */
export function refuseSaid(code: unknown, said: unknown): never {
  const text = String(said ?? '').slice(0, SAID_CHARACTERS)
  const facts = { code: String(code).slice(0, 20), said: text }
  if (ABOUT_PACE.test(text)) throw new FeedError('throttled', facts)
  if (ABOUT_KEYS.test(text)) throw new FeedError('keys_refused', facts)
  throw new FeedError('answer_says_error', facts)
}
