import { createHash } from 'node:crypto'

/**
 * What both ERPs sign: names in order, each followed by its value, the secret in front (旺店通 also behind), MD5 in lower
 * case. Their documentation: openweb.jushuitan.com/dev-doc, open.wangdian.cn/qjb.
 */
export function signParameters(
  parameters: Record<string, string>,
  { before, after = '' }: { before: string; after?: string },
): string {
  const text = Object.keys(parameters)
    .sort()
    .map(name => `${name}${parameters[name]}`)
    .join('')
  return createHash('md5').update(`${before}${text}${after}`).digest('hex')
}
