/** What public data from memory carries; it is data, so nothing in it may run, and nothing of it needs a nonce. */
export function dataHeaders(publicUrl: string): string[] {
  return [
    'cache-control',
    'public, no-cache',
    'content-type',
    'application/json; charset=utf-8',
    'x-content-type-options',
    'nosniff',
    'content-security-policy',
    "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy',
    'no-referrer',
    ...(publicUrl.startsWith('https:')
      ? ['strict-transport-security', 'max-age=31536000; includeSubDomains']
      : []),
  ]
}
