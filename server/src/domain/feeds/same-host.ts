/** Whether two addresses lead to the same host and port: a key that was given for one may be shown to the other. */
export function isSameHost(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin
}
