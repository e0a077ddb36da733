import { rememberActiveMember } from '#api/active-member.ts'
import { queryClient } from '#api/query-client.ts'
import { forgetMe } from '#api/remembered-me.ts'

export type SignInResult = 'signed_in' | 'wrong' | 'too_many' | 'failed'

/** Signs in with better-auth; the session arrives as a cookie that scripts cannot read. */
export async function signIn(input: { email: string; password: string }): Promise<SignInResult> {
  const response = await post('/api/auth/sign-in/email', input)
  if (response?.ok) {
    rememberActiveMember(undefined)
    forgetMe()
    queryClient.clear()
    return 'signed_in'
  }
  if (response?.status === 401 || response?.status === 403) return 'wrong'
  return response?.status === 429 ? 'too_many' : 'failed'
}

/** Ends the session on the server; what this tab remembers goes too. */
export async function signOut(): Promise<boolean> {
  const response = await post('/api/auth/sign-out', {})
  if (!response?.ok) return false
  rememberActiveMember(undefined)
  forgetMe()
  queryClient.clear()
  return true
}

async function post(path: string, body: object): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
  } catch {
    return undefined
  }
}
