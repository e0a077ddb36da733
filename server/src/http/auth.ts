import type { IncomingHttpHeaders } from 'node:http'
import { betterAuth } from 'better-auth'
import { fromNodeHeaders } from 'better-auth/node'
import type { Logger } from 'pino'
import type { Config } from '#config.ts'
import type { Db } from '#db/database.ts'
import type { Mail } from '#gateways/mail/mail.ts'
import type { Secrets } from '#secrets.ts'
import { verificationLetter } from './verification-letter.ts'

const SESSION_SECONDS = 12 * 60 * 60
const VERIFY_SECONDS = 24 * 60 * 60

/** How our routes tell the library the caller's address; what a caller sends under this name is never passed on. */
export const CLIENT_ADDRESS_HEADER = 'x-client-address'

export type Auth = ReturnType<typeof createAuth>

export interface AuthDeps {
  config: Pick<Config, 'publicUrl' | 'rateLimits'>
  db: Db
  secrets: Pick<Secrets, 'auth'>
  log: Logger
  mail: Mail
}

/**
 * Sign-in with e-mail and password; sessions live in PostgreSQL for 12 hours and are looked up at each request, so that
 * a revoked one is worthless at once. Accounts come from `createAccount` and not from here.
 */
export function createAuth({ config, db, secrets, log, mail }: AuthDeps) {
  const secure = config.publicUrl.startsWith('https:')
  return betterAuth({
    baseURL: config.publicUrl,
    basePath: '/api/auth',
    secret: secrets.auth.toString('base64url'),
    database: { db, type: 'postgres', schemaName: 'auth', transaction: true },
    trustedOrigins: [config.publicUrl],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    emailVerification: {
      expiresIn: VERIFY_SECONDS,
      sendVerificationEmail: ({ user, token }) =>
        mail.send(verificationLetter(user.email, { token, publicUrl: config.publicUrl })),
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    // The second fence behind limits.ts; its own default of 3 in 10 s would lock out an office behind one address.
    rateLimit: {
      enabled: config.rateLimits,
      storage: 'database',
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': { window: 10, max: 20 } },
    },
    telemetry: { enabled: false },
    advanced: {
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      database: { generateId: 'uuid' },
      // The library would prefix `__Secure-`; `__Host-` also forbids a Domain, so no sister host can plant a cookie.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookieName(secure),
          attributes: { secure, httpOnly: true, sameSite: 'lax', path: '/' },
        },
      },
    },
    logger: {
      // Of what comes with a message only errors are kept: the rest names people's e-mails.
      log: (level, message, ...details) =>
        log[level === 'error' ? 'error' : 'debug'](
          { err: details.find(detail => detail instanceof Error) },
          message,
        ),
    },
  })
}

/** `__Host-` needs https; on plain http (a developer's localhost) browsers would drop such a cookie. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-haowu-session' : 'haowu-session'
}

/** The signed-in user, or null when there is no session, it has expired or it was revoked. */
export async function readSession(
  auth: Auth,
  headers: IncomingHttpHeaders,
): Promise<{ userId: string; name: string; email: string } | null> {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(headers) })
  return session && { userId: session.user.id, name: session.user.name, email: session.user.email }
}
