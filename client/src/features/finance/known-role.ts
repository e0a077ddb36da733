/** A role we have words for; one we do not know is the platform's. */
export function knownRole(role: string) {
  return (['supplier', 'streamer', 'agency', 'leader'] as const).find(each => each === role) ?? 'platform'
}
