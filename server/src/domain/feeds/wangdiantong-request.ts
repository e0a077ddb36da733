import { FeedError } from '#domain/feed-error.ts'
import type { FeedRequest } from '#gateways/feed-http.ts'
import type { FeedDefinition } from './feed-config.ts'
import { signParameters } from './sign-parameters.ts'

type Wangdiantong = Extract<FeedDefinition, { kind: 'wangdiantong' }>

export interface WangdiantongCall {
  method: string
  params: Record<string, unknown>
  page: number
}

/** 2012-01-01 00:00:00 in Shanghai, from which 旺店通 counts its seconds. */
const EPOCH_SECONDS = 1_325_347_200

/** 旺店通 旗舰版 开放平台, 公共请求参数: signed parameters in the address, a list of one object as JSON. Its clock may be 120 s off ours. */
export function wangdiantongRequest(
  { config, secret }: Wangdiantong,
  { method, params, page }: WangdiantongCall,
): Omit<FeedRequest, 'signal'> {
  const [key, salt] = secret?.appSecret.split(':') ?? []
  if (!secret || !key || !salt) throw new FeedError('keys_refused', { why: secret ? 'salt' : 'none' })
  const body = JSON.stringify([params])
  const asked = {
    sid: secret.sid,
    key: secret.appKey,
    salt,
    method,
    v: '1.0',
    timestamp: String(Math.floor(Date.now() / 1_000) - EPOCH_SECONDS),
    page_size: String(config.pageSize),
    page_no: String(page),
    calc_total: '1',
  }
  const url = new URL(config.url)
  const sign = signParameters({ ...asked, body }, { before: key, after: key })
  for (const [name, value] of Object.entries({ ...asked, sign })) url.searchParams.set(name, value)
  return { url: url.href, method: 'POST', headers: { 'content-type': 'application/json' }, body }
}
