import { isIP } from 'node:net'
import { FeedError } from '#domain/feed-error.ts'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

const PORTS = new Set(['', '443', '8443'])
/** Names that mean this machine or this network wherever they are asked. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|arpa)$/

/**
 * Judges an address as far as its text goes; where its name leads is judged again when it is connected to. With
 * `allowLoopback`, 127.0.0.1 may also be asked in plain http on any port. Throws `address_refused` with why.
 */
export function checkFeedAddress(text: string, allowLoopback: boolean): URL {
  const url = parse(text)
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (url.username || url.password) throw refused('user_name')
  if (allowLoopback && isIP(host) !== 0 && isLoopbackAddress(host) && /^https?:$/.test(url.protocol))
    return url
  if (url.protocol !== 'https:') throw refused('scheme')
  if (!PORTS.has(url.port)) throw refused('port')
  // The URL parser has already turned 0x7f.1, 2130706433 and the like into plain addresses.
  if (isIP(host) !== 0 ? !isPublicAddress(host) : isLocalName(host)) throw refused('private')
  return url
}

function parse(text: string): URL {
  // A line break or a zero-width space is dropped by the parser, and then means something else than is read.
  if (/[\p{Cc}\p{Cf}\s]/u.test(text) || !URL.canParse(text)) throw refused('unreadable')
  return new URL(text)
}

function isLocalName(host: string): boolean {
  return !host.includes('.') || LOCAL_NAME.test(host.toLowerCase())
}

function refused(why: 'unreadable' | 'user_name' | 'scheme' | 'port' | 'private'): FeedError {
  return new FeedError('address_refused', { why })
}
