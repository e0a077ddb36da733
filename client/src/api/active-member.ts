const KEY = 'haowu.member'

/** Which of the person's memberships acts; sent with every call as `x-member-id`. */
export function readActiveMember(): string | undefined {
  return localStorage.getItem(KEY) ?? undefined
}

export function rememberActiveMember(memberId: string | undefined): void {
  if (memberId === undefined) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, memberId)
}

export function memberHeader(): Record<string, string> {
  const memberId = readActiveMember()
  return memberId === undefined ? {} : { 'x-member-id': memberId }
}
