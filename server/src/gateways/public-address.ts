import ipaddr from 'ipaddr.js'

/** Parts of the public IPv6 space that only lead on to IPv4 or to nowhere. */
const NOT_FOR_US = new Set([
  '6to4',
  'teredo',
  'reserved',
  'as112v6',
  'benchmarking',
  'amt',
  'orchid2',
  'deprecatedOrchid',
])
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
const DOCUMENTATION = ['2001:db8::/32', '3fff::/20'].map(range => ipaddr.IPv6.parseCIDR(range))

/**
 * Whether an address belongs to the public internet (RFC 6890 and its registries). An IPv6 address counts only within
 * 2000::/3, because the library takes `::7f00:1` for unicast; an IPv4 address within one is judged by itself.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast'
  if (address.range() === 'rfc6052') return isPublicAddress(embeddedIPv4(address))
  return (
    address.match(GLOBAL_UNICAST) &&
    !NOT_FOR_US.has(address.range()) &&
    !DOCUMENTATION.some(range => address.match(range))
  )
}

/** `::1`, `127.0.0.0/8`, and the latter written as IPv6. */
export function isLoopbackAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === 'loopback'
}

/** NAT64 (RFC 6052, 64:ff9b::/96) keeps the IPv4 address in its last four bytes. */
function embeddedIPv4(address: ipaddr.IPv6): string {
  return address.toByteArray().slice(12).join('.')
}
