import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config, S3Settings } from '#config.ts'

/** A strict policy: own scripts only, and styles only with the nonce of this very answer (`res.locals.nonce`). */
export function securityHeaders({ publicUrl, s3 }: Pick<Config, 'publicUrl' | 's3'>): RequestHandler[] {
  const https = publicUrl.startsWith('https:')
  // Photos come from the bucket, and long files go to it.
  const fileOrigins = s3 ? [originOf(s3)] : []
  return [
    (_req, res, next) => {
      res.locals.nonce = randomBytes(16).toString('base64')
      next()
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", (_req, res) => nonceSource(res)],
          styleSrc: ["'self'", (_req, res) => nonceSource(res)],
          // Charts and virtual lists place elements by style attributes; those run no script.
          styleSrcAttr: ["'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:', ...fileOrigins],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", ...fileOrigins],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          ...(https ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
  ]
}

function nonceSource(res: object): string {
  const { locals } = res as { locals: { nonce: string } }
  return `'nonce-${locals.nonce}'`
}

function originOf({ endpoint, bucket, region, forcePathStyle }: S3Settings): string {
  const { protocol, host } = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`)
  return `${protocol}//${forcePathStyle ? '' : `${bucket}.`}${host}`
}
