import dns, { type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { FeedError } from '#domain/feed-error.ts'
import { isPublicAddress } from './public-address.ts'

/** All addresses of a name. */
export type ResolveName = (name: string) => Promise<LookupAddress[]>

const resolveName: ResolveName = name => dns.promises.lookup(name, { all: true, verbatim: true })

/**
 * A look-up for sockets: the very addresses that were judged are those that are connected to, so that a name that
 * changes between two look-ups gains nothing. One private address among them refuses the name.
 */
export function lookUpPublic(resolve: ResolveName = resolveName): LookupFunction {
  return (name, options, callback) => {
    resolve(name).then(
      addresses => {
        const [first] = addresses
        if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
          callback(new FeedError('address_refused', { why: 'private' }), '', 0)
        } else if (options.all) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }
}
