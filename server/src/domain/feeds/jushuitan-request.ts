import { FeedError } from '#domain/feed-error.ts'
import type { FeedRequest } from '#gateways/feed-http.ts'
import type { FeedDefinition } from './feed-config.ts'
import { signParameters } from './sign-parameters.ts'

type Jushuitan = Extract<FeedDefinition, { kind: 'jushuitan' }>

/** 聚水潭 开放平台, 调用规范: a form with the business part as JSON in `biz`, signed. Its clock may be ten minutes off ours. */
export function jushuitanRequest(
  { config, secret }: Jushuitan,
  path: string,
  biz: Record<string, unknown>,
): Omit<FeedRequest, 'signal'> {
  if (!secret) throw new FeedError('keys_refused', { why: 'none' })
  const form = {
    app_key: secret.appKey,
    access_token: secret.accessToken,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    charset: 'utf-8',
    version: '2',
    biz: JSON.stringify(biz),
  }
  return signedForm(config.url.replace(/\/+$/, '') + path, form, secret.appSecret)
}

/** 聚水潭 开放平台, 刷新 token: signed like any call, though without a business part. */
export function jushuitanRenewal({ config, secret }: Jushuitan): Omit<FeedRequest, 'signal'> {
  if (!secret?.refreshToken) throw new FeedError('keys_refused', { why: 'none' })
  const form = {
    app_key: secret.appKey,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    grant_type: 'refresh_token',
    charset: 'utf-8',
    refresh_token: secret.refreshToken,
    scope: 'all',
  }
  return signedForm(`${config.url.replace(/\/+$/, '')}/openWeb/auth/refreshToken`, form, secret.appSecret)
}

function signedForm(
  url: string,
  form: Record<string, string>,
  appSecret: string,
): Omit<FeedRequest, 'signal'> {
  return {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
    body: new URLSearchParams({ ...form, sign: signParameters(form, { before: appSecret }) }).toString(),
  }
}
